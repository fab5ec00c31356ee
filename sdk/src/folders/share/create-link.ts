import { randomBytes } from '@noble/hashes/utils.js'
import { encodeLinkFragment } from '../../codec/link.ts'
import { deriveLinkKeys } from '../../crypto/link-keys.ts'
import { fromHex, type OperationOptions } from '../../utils/index.ts'
import { type FolderContext, storeObjects } from '../context.ts'
import type { Recipient } from '../members/recipient.ts'
import { makeLinkBind } from '../members/resolve-link.ts'

/** A link before it is granted. */
export type NewLink = {
  /** Part of the URL behind `#`, with the `#`. Whoever has it can read the folder. */
  fragment: string
  recipient: Recipient
  /** Digest of the link's key binding. */
  bind: Uint8Array
}

/** Makes the account that a link is and stores its key binding. It opens nothing before it is granted. */
export async function createLink(
  context: FolderContext,
  folder: Uint8Array,
  password: string | undefined,
  options: OperationOptions = {},
): Promise<NewLink> {
  const { chain } = context
  const link = {
    chainId: chain.chainId,
    grants: fromHex(chain.addresses.grants),
    folder,
    secret: randomBytes(32),
    hasPassword: password !== undefined,
  }
  const keys = await deriveLinkKeys(link, password, { signal: options.signal })
  const bind = makeLinkBind(chain.chainId, keys)
  await storeObjects(context, [bind], options)
  return {
    fragment: encodeLinkFragment(link),
    recipient: { subject: keys.subject, bind: bind.digest, kemPublicKey: keys.kemPublicKey },
    bind: bind.digest,
  }
}
