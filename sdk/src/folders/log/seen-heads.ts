import { decode, encode } from '@ipld/dag-cbor'
import type { StateStore } from '../../accounts/index.ts'
import type { LogPosition } from '../../codec/log-positions.ts'
import { SpaceError } from '../../errors/index.ts'
import { equalBytes, toHex } from '../../utils/index.ts'

/**
 * The newest entry of each author that was ever seen here, so that a storage which offers an older one is caught. Only
 * logs of members are remembered: whose they are need not be found out again.
 */
export type SeenHeads = {
  /** Number of the newest entry of an author that was seen. */
  sequenceOf(author: Uint8Array): number | undefined
  /** Throws `HEAD_ROLLED_BACK` or `HEAD_FORKED`. */
  check(position: LogPosition): void
  /** Throws `HEAD_ROLLED_BACK` when an entry of the author was seen, but the storage has none. */
  checkAbsent(author: Uint8Array): void
  /** Whether the log of an author is known to be a member's. */
  isMember(author: Uint8Array): boolean
  /** Remembers for good an entry of somebody who is known to be a member. */
  remember(position: LogPosition): Promise<void>
}

type Row = { sequence: number; entry: Uint8Array; member?: true }

/** Reads what was seen of a folder. */
export async function openSeenHeads(state: StateStore, folder: Uint8Array): Promise<SeenHeads> {
  const id = toHex(folder)
  const key = `seen/${id.slice(2)}`
  const bytes = await state.read(key)
  const rows = new Map(Object.entries(bytes === undefined ? {} : decode<Record<string, Row>>(bytes)))
  return {
    sequenceOf: (author) => rows.get(toHex(author))?.sequence,
    check: ({ author, sequence, entry }) => {
      const seen = rows.get(toHex(author))
      if (seen === undefined) return
      if (sequence < seen.sequence) {
        throw new SpaceError('HEAD_ROLLED_BACK', { folder: id, seen: seen.sequence, offered: sequence })
      }
      if (sequence === seen.sequence && !equalBytes(entry, seen.entry)) {
        throw new SpaceError('HEAD_FORKED', { folder: id, sequence })
      }
    },
    checkAbsent: (author) => {
      const seen = rows.get(toHex(author))
      if (seen === undefined) return
      throw new SpaceError('HEAD_ROLLED_BACK', { folder: id, seen: seen.sequence, offered: -1 })
    },
    isMember: (author) => rows.get(toHex(author))?.member === true,
    remember: async ({ author, sequence, entry }) => {
      const seen = rows.get(toHex(author))
      if (seen?.sequence === sequence && seen.member) return
      rows.set(toHex(author), { sequence, entry, member: true })
      await state.write(key, encode(Object.fromEntries(rows)))
    },
  }
}
