import { roles } from '../../chain/index.ts'
import { SpaceError } from '../../errors/index.ts'
import { equalBytes, toHex } from '../../utils/index.ts'
import { readFolder, readRole } from '../chain.ts'
import { readChainTime } from '../members/access.ts'
import type { EpochSession } from './open-epoch.ts'

/**
 * Asks the contract, not the index, whether sealing under an epoch is still right. Throws `SEAL_REFUSED`: a member that
 * was removed must not read what is written afterwards.
 */
export async function checkSeal({ context, identity, epoch }: EpochSession): Promise<void> {
  const now = await readFolder(context.chain, epoch.folder)
  const refuse = (reason: string) => new SpaceError('SEAL_REFUSED', { folder: toHex(epoch.folder), reason })
  if (now.generation !== epoch.state.generation) throw refuse('all grants were ended or the owner changed')
  if (now.epoch !== epoch.state.epoch) throw refuse(`the folder is in epoch ${now.epoch} by now`)
  if (now.record !== undefined && !equalBytes(now.record, epoch.record.digest)) {
    throw refuse('the contract names another record of this epoch')
  }
  if (now.stale) throw refuse('a member was removed and the key was not changed yet')
  if (now.dueAt !== undefined && now.dueAt <= (await readChainTime(context))) {
    throw refuse('a grant has expired and the key was not changed yet')
  }
  if (now.owner === identity.address) return
  const role = await readRole(context.chain, epoch.folder, identity.subject)
  if (role === undefined || roles[role] < roles.writer) throw refuse('your right to write has ended')
}
