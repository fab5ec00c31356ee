import type { Role } from '../../chain/index.ts'
import { SpaceError } from '../../errors/index.ts'
import { toHex } from '../../utils/index.ts'
import { describeSubject, type FolderOnChain, readGrant, readNewestBlock, readRole } from '../chain.ts'
import type { FolderContext } from '../context.ts'
import type { Identity } from './identity.ts'

/** What an identity may do in a folder according to the contract. */
export type Access = Role | 'owner'

/** Asks the contract what an identity may do. Throws `GRANT_EXPIRED` or `GRANT_MISSING`. */
export async function checkAccess(
  { chain }: FolderContext,
  identity: Identity,
  folder: Uint8Array,
  state: FolderOnChain,
): Promise<Access> {
  if (state.owner === identity.address) return 'owner'
  const role = await readRole(chain, folder, identity.subject)
  if (role !== undefined) return role
  const about = { folder: toHex(folder), subject: describeSubject(identity.subject) }
  const grant = await readGrant(chain, folder, identity.subject)
  const now = await readChainTime({ chain })
  if (grant?.expiresAt !== undefined && grant.expiresAt <= now) {
    throw new SpaceError('GRANT_EXPIRED', { ...about, expiredAt: grant.expiresAt.toISOString() })
  }
  throw new SpaceError('GRANT_MISSING', about)
}

/** The later of the newest block's time and the clock here: neither can hide that a time has passed. */
export async function readChainTime({ chain }: Pick<FolderContext, 'chain'>): Promise<Date> {
  const { time } = await readNewestBlock(chain)
  return new Date(Math.max(Date.now(), time.getTime()))
}
