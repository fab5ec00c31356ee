import { type Account, exportSecrets } from '../../accounts/index.ts'
import type { BindOwner } from '../../codec/bind.ts'
import { deriveAccountKeys } from '../../crypto/account-keys.ts'
import { makeBind } from '../../crypto/bind.ts'
import type { OperationOptions } from '../../utils/index.ts'
import { type FolderContext, storeObjects } from '../context.ts'

/** Stores the key binding of an account for one of its subjects and gives the digest that the chain is to hold. */
export async function publishBinding(
  context: Pick<FolderContext, 'chain' | 'backend'>,
  account: Account,
  owner: BindOwner,
  options: OperationOptions = {},
): Promise<Uint8Array> {
  const { chainId } = context.chain
  const keys = deriveAccountKeys(exportSecrets(account).root, account.epoch)
  const bind = makeBind({ chainId, accountEpoch: account.epoch, owner, keys })
  await storeObjects(context, [bind], options)
  return bind.digest
}
