import { authorFlag } from '../../codec/author-list.ts'
import { deriveAuthorKey } from '../../crypto/author-key.ts'
import { SpaceError } from '../../errors/index.ts'
import { equalBytes, toHex } from '../../utils/index.ts'
import type { WriterIdentity } from '../members/identity.ts'
import type { EpochSession } from './open-epoch.ts'

/**
 * Checks that the record of the epoch lists this device as a writer: readers refuse entries of others, whatever the
 * contract allows them. Throws `WRITER_UNLISTED`.
 */
export function checkWriter({ identity, epoch }: EpochSession<WriterIdentity>): void {
  const { folder, scope, state, record } = epoch
  const { author } = deriveAuthorKey(identity.deviceSecret, scope)
  const isListed = record.writers.some(
    (writer) => equalBytes(writer.author, author) && (writer.flags & authorFlag.write) !== 0,
  )
  if (!isListed) throw new SpaceError('WRITER_UNLISTED', { folder: toHex(folder), epoch: state.epoch })
}
