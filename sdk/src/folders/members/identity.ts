import { type Account, exportSecrets } from '../../accounts/index.ts'
import { type AccountKeys, deriveAccountKeys } from '../../crypto/account-keys.ts'
import type { Address } from '../../utils/index.ts'

/** Who opens a folder: what the chain calls them, and the keys to which passes are sealed. */
export type Identity = {
  /** The typed word that grants name. */
  readonly subject: Uint8Array
  /** Ethereum address (ERC-55); its owner owns folders whose id starts with it. */
  readonly address: Address
  readonly keys: AccountKeys
  /** Digest of the binding of these keys. */
  readonly bind: Uint8Array
}

/** An identity that can also write: it has a device with a log of its own. */
export type WriterIdentity = Identity & { readonly deviceSecret: Uint8Array }

/** The identity of an account under one of its subjects. */
export function accountIdentity(account: Account, subject: Uint8Array, bind: Uint8Array): WriterIdentity {
  const { address } = account
  const { root, epoch, deviceSecret } = exportSecrets(account)
  return { subject, address, bind, deviceSecret, keys: deriveAccountKeys(root, epoch) }
}
