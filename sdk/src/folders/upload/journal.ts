import { decode, encode } from '@ipld/dag-cbor'
import { sha256 } from '@noble/hashes/sha2.js'
import { deriveLocalKey, openLocal, type StateStore, sealLocal } from '../../accounts/index.ts'
import type { Content } from '../../codec/content.ts'
import type { SealedPrefix } from '../../crypto/seal-file.ts'
import { concatBytes, toHex } from '../../utils/index.ts'
import type { SourceFile } from './source.ts'

/** A file whose blocks are all durable. */
export type JournaledFile = { content: Content; digests: readonly Uint8Array[] }

/** A file whose first chunks are durable. */
export type JournaledStart = { prefix: SealedPrefix; digests: readonly Uint8Array[] }

type JournalPage = { epoch: number; records: JournalRecord[] }
type JournalRecord = { key: string; file?: JournaledFile; start?: JournaledStart }

/** What became durable of one file. */
export type JournalEntry = { source: SourceFile; file?: JournaledFile; start?: JournaledStart }

/** Where the journal of an upload is kept. */
export type JournalPlace = {
  state: StateStore
  /** Its pages are sealed under a key of this device. */
  deviceSecret: Uint8Array
  folder: Uint8Array
  epoch: number
}

/** Opens the journal of an upload into one epoch of a folder. What was sealed under an earlier epoch is forgotten. */
export async function openUploadJournal(place: JournalPlace): Promise<UploadJournal> {
  const { state, deviceSecret, folder, epoch } = place
  const sealKey = deriveLocalKey(deviceSecret, 'upload-journal')
  const name = `uploads/${toHex(folder).slice(2)}`
  const records: JournalRecord[] = []
  for (const sealed of await state.readLog(name)) {
    const opened = await openLocal(sealKey, sealed)
    // What another device noted is of no use here; its files are simply read again.
    if (opened === undefined) continue
    const page = decode<JournalPage>(opened)
    if (page.epoch === epoch) records.push(...page.records)
    else await state.remove(name)
  }
  const append = async (added: JournalRecord[]) => {
    await state.append(
      name,
      await sealLocal(sealKey, encode({ epoch, records: added } satisfies JournalPage)),
    )
  }
  return new UploadJournal(records, append, () => state.remove(name))
}

/** Remembers which blocks of an upload are durable, so that the same upload, run again, reads none of them again. */
export class UploadJournal {
  readonly #files = new Map<string, JournaledFile>()
  readonly #starts = new Map<string, JournaledStart>()
  readonly #append: (records: JournalRecord[]) => Promise<void>
  readonly #remove: () => Promise<void>

  /** Over what was read; `append` makes records durable, `remove` forgets all of them. */
  constructor(
    records: readonly JournalRecord[],
    append: (records: JournalRecord[]) => Promise<void>,
    remove: () => Promise<void>,
  ) {
    this.#append = append
    this.#remove = remove
    for (const record of records) this.#remember(record)
  }

  /** What is known of a whole file. */
  file(source: SourceFile): JournaledFile | undefined {
    return this.#files.get(keyOf(source))
  }

  /** What is known of the start of a file. */
  start(source: SourceFile): JournaledStart | undefined {
    return this.#starts.get(keyOf(source))
  }

  /** Adds what became durable; resolves when that itself is durable. */
  async add(entries: readonly JournalEntry[]): Promise<void> {
    const records = entries.map(({ source, ...known }): JournalRecord => ({ key: keyOf(source), ...known }))
    await this.#append(records)
    for (const record of records) this.#remember(record)
  }

  /** Forgets everything, when the upload is complete. */
  clear(): Promise<void> {
    return this.#remove()
  }

  #remember({ key, file, start }: JournalRecord): void {
    if (file !== undefined) {
      this.#files.set(key, file)
      this.#starts.delete(key)
    }
    if (start !== undefined) this.#starts.set(key, extend(this.#starts.get(key), start))
  }
}

function extend(known: JournaledStart | undefined, more: JournaledStart): JournaledStart {
  if (known === undefined) return more
  const pointers = concatBytes(known.prefix.pointers, more.prefix.pointers)
  const prefix = { chunkClass: more.prefix.chunkClass, pointers }
  return { prefix, digests: [...known.digests, ...more.digests] }
}

/** Another version of a file is another file. */
function keyOf({ path, version }: SourceFile): string {
  return toHex(sha256(new TextEncoder().encode(`${version}\0${path}`))).slice(2)
}
