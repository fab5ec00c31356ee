import { decode, encode } from '@ipld/dag-cbor'
import type { StateStore } from '../../accounts/index.ts'
import type { LogPosition } from '../../codec/log-positions.ts'
import { SpaceError } from '../../errors/index.ts'
import { equalBytes, toHex } from '../../utils/index.ts'

type Row = { sequence: number; entry: Uint8Array; member?: true }

/** Reads what was seen of a folder. */
export async function openSeenHeads(state: StateStore, folder: Uint8Array): Promise<SeenHeads> {
  const id = toHex(folder)
  const key = `seen/${id.slice(2)}`
  const bytes = await state.read(key)
  const rows = new Map(Object.entries(bytes === undefined ? {} : decode<Record<string, Row>>(bytes)))
  return new SeenHeads(id, rows, () => state.write(key, encode(Object.fromEntries(rows))))
}

/**
 * The newest entry of each author that was ever seen here, so that a storage which offers an older one is caught. Only
 * logs of members are remembered: whose they are need not be found out again.
 */
export class SeenHeads {
  readonly #folder: string
  readonly #rows: Map<string, Row>
  readonly #save: () => Promise<void>

  /** Over what was read; `save` writes all rows. */
  constructor(folder: string, rows: Map<string, Row>, save: () => Promise<void>) {
    this.#folder = folder
    this.#rows = rows
    this.#save = save
  }

  /** Number of the newest entry of an author that was seen. */
  sequenceOf(author: Uint8Array): number | undefined {
    return this.#rows.get(toHex(author))?.sequence
  }

  /** Throws `HEAD_ROLLED_BACK` or `HEAD_FORKED`. */
  check({ author, sequence, entry }: LogPosition): void {
    const seen = this.#rows.get(toHex(author))
    if (seen === undefined) return
    if (sequence < seen.sequence) this.#rolledBack(seen, sequence)
    if (sequence === seen.sequence && !equalBytes(entry, seen.entry)) {
      throw new SpaceError('HEAD_FORKED', { folder: this.#folder, sequence })
    }
  }

  /** Throws `HEAD_ROLLED_BACK` when an entry of the author was seen, but the storage has none. */
  checkAbsent(author: Uint8Array): void {
    const seen = this.#rows.get(toHex(author))
    if (seen !== undefined) this.#rolledBack(seen, -1)
  }

  /** Whether the log of an author is known to be a member's. */
  isMember(author: Uint8Array): boolean {
    return this.#rows.get(toHex(author))?.member === true
  }

  /** Remembers for good an entry of an author that is known to be a member. */
  async remember({ author, sequence, entry }: LogPosition): Promise<void> {
    const seen = this.#rows.get(toHex(author))
    if (seen?.sequence === sequence && seen.member) return
    this.#rows.set(toHex(author), { sequence, entry, member: true })
    await this.#save()
  }

  #rolledBack(seen: Row, offered: number): never {
    throw new SpaceError('HEAD_ROLLED_BACK', { folder: this.#folder, seen: seen.sequence, offered })
  }
}
