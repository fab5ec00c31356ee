import { randomBytes } from '@noble/hashes/utils.js'
import { getAddress } from 'ethers'
import { decodeLink, encodeLinkFragment } from '../../codec/link.ts'
import { makeBind } from '../../crypto/bind.ts'
import { deriveLinkKeys, type LinkKeys } from '../../crypto/link-keys.ts'
import type { StoredObject } from '../../crypto/object.ts'
import { SpaceError } from '../../errors/index.ts'
import { type Address, equalBytes, fromHex, type OperationOptions, toHex } from '../../utils/index.ts'
import { type FolderContext, storeObjects } from '../context.ts'
import type { Identity } from './identity.ts'
import type { Recipient } from './recipient.ts'

/** How a link is made or opened. */
export type LinkOptions = OperationOptions & {
  /** What the holder of the link must type besides. */
  password?: string | undefined
}

/** A link before it is granted. */
export type NewLink = {
  /** Part of the URL behind `#`, with the `#`. Anyone who has it can read the folder. */
  fragment: string
  recipient: Recipient
}

/** Makes the account that a link is and stores its key binding. It opens nothing before it is granted. */
export async function createLink(
  context: FolderContext,
  folder: Uint8Array,
  { password, signal }: LinkOptions = {},
): Promise<NewLink> {
  const { chain } = context
  const link = {
    chainId: chain.chainId,
    grants: fromHex(chain.addresses.grants),
    folder,
    secret: randomBytes(32),
    hasPassword: password !== undefined,
  }
  const keys = await deriveLinkKeys(link, password, { signal })
  const bind = makeLinkBind(chain.chainId, keys)
  await storeObjects(context, [bind], { signal })
  return {
    fragment: encodeLinkFragment(link),
    recipient: { subject: keys.subject, bind: bind.digest, kemPublicKey: keys.kemPublicKey },
  }
}

/**
 * The identity of the holder of a link, and the folder to which it leads. Throws `LINK_INVALID`, also when the link is
 * for another chain or other contracts.
 */
export async function resolveLink(
  { chain }: Pick<FolderContext, 'chain'>,
  url: string,
  { password, signal }: LinkOptions = {},
): Promise<{ folder: Uint8Array; identity: Identity }> {
  const link = decodeLink(url)
  if (link.chainId !== chain.chainId || !equalBytes(link.grants, fromHex(chain.addresses.grants))) {
    throw new SpaceError('LINK_INVALID', { reason: `it is for chain ${link.chainId} or for other contracts` })
  }
  const keys = await deriveLinkKeys(link, password, { signal })
  const bind = makeLinkBind(chain.chainId, keys)
  const address = getAddress(toHex(keys.address)) as Address
  return { folder: link.folder, identity: { subject: keys.subject, address, keys, bind: bind.digest } }
}

/** The key binding of a link. The same keys give the same binding, so its holder need not look it up. */
function makeLinkBind(chainId: bigint, keys: LinkKeys): StoredObject {
  return makeBind({ chainId, accountEpoch: 0, owner: { kind: 'subject', subject: keys.subject }, keys })
}
