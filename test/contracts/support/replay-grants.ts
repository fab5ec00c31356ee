import type { EventLog } from 'ethers'
import { dataSlice } from 'ethers'

const STALE = 2n << 120n
const SCHEDULED = 4n << 120n
const EPOCH_MASK = 2n ** 32n - 1n
const NARROWED_MASK = EPOCH_MASK << 32n
const DUE_MASK = (2n ** 40n - 1n) << 80n

/** What an indexer knows of Grants: words by folder, and by folder and subject. */
export type GrantsReplay = {
  readonly states: Map<string, bigint>
  readonly records: Map<string, string>
  readonly words: Map<string, bigint>
}

export const wordKey = (folder: string, subject: string): string => `${folder} ${subject}`

/** Rebuilds the storage of Grants from its events alone, as the interface describes them. */
export async function replayGrants(logs: readonly EventLog[]): Promise<GrantsReplay> {
  const replay: GrantsReplay = { states: new Map(), records: new Map(), words: new Map() }
  const { states, records, words } = replay
  for (const log of logs) {
    const { folder, ...event } = log.args.toObject()
    const state = states.get(folder) ?? 0n
    switch (log.eventName) {
      case 'Granted':
        states.set(folder, event.state)
        words.set(wordKey(folder, event.subject), event.word)
        break
      case 'GrantedBatch': {
        states.set(folder, event.state)
        const { timestamp } = await log.getBlock()
        const generation = (event.state >> 64n) & 0xffffn
        const word =
          BigInt(event.granter) |
          ((event.terms & (2n ** 36n - 1n)) << 160n) |
          (BigInt(timestamp) << 196n) |
          (generation << 232n) |
          ((event.terms >> 40n) << 248n)
        for (const subject of splitSubjects(event.subjects)) words.set(wordKey(folder, subject), word)
        break
      }
      case 'Revoked':
        states.set(
          folder,
          (state & ~(NARROWED_MASK | STALE)) | (event.narrowed << 32n) | (event.stale ? STALE : 0n),
        )
        for (const subject of splitSubjects(event.subjects)) words.delete(wordKey(folder, subject))
        break
      case 'Advanced': {
        const kept = state & ~(EPOCH_MASK | NARROWED_MASK | DUE_MASK | STALE | SCHEDULED)
        states.set(folder, kept | event.epoch | (event.narrowed << 32n) | (event.dueAt << 80n))
        records.set(folder, event.record)
        break
      }
      case 'Delivered':
        break
      default:
        throw new Error(`Unexpected event ${log.eventName}`)
    }
  }
  return replay
}

function splitSubjects(subjects: string): string[] {
  const count = (subjects.length - 2) / 64
  return Array.from({ length: count }, (_, i) => dataSlice(subjects, i * 32, (i + 1) * 32))
}
