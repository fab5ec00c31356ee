import { getAddress } from 'ethers'
import { decodeLink } from '../../codec/link.ts'
import { makeBind } from '../../crypto/bind.ts'
import { deriveLinkKeys, type LinkKeys } from '../../crypto/link-keys.ts'
import type { StoredObject } from '../../crypto/object.ts'
import { SpaceError } from '../../errors/index.ts'
import { type Address, equalBytes, fromHex, type OperationOptions, toHex } from '../../utils/index.ts'
import type { FolderContext } from '../context.ts'
import type { Identity } from './identity.ts'

/**
 * Who the holder of a link is, and to which folder it leads. Throws `LINK_INVALID`, also when the link is for
 * another chain or other contracts.
 */
export async function openLink(
  { chain }: Pick<FolderContext, 'chain'>,
  url: string,
  password: string | undefined,
  options: OperationOptions = {},
): Promise<{ folder: Uint8Array; identity: Identity }> {
  const link = decodeLink(url)
  if (link.chainId !== chain.chainId || !equalBytes(link.grants, fromHex(chain.addresses.grants))) {
    throw new SpaceError('LINK_INVALID', { reason: `it is for chain ${link.chainId} or for other contracts` })
  }
  const keys = await deriveLinkKeys(link, password, { signal: options.signal })
  const bind = makeLinkBind(chain.chainId, keys)
  const address = getAddress(toHex(keys.address)) as Address
  return { folder: link.folder, identity: { subject: keys.subject, address, keys, bind: bind.digest } }
}

/** The key binding of a link. The same keys give the same binding, so its holder need not look it up. */
export function makeLinkBind(chainId: bigint, keys: LinkKeys): StoredObject {
  return makeBind({ chainId, accountEpoch: 0, owner: { kind: 'subject', subject: keys.subject }, keys })
}
