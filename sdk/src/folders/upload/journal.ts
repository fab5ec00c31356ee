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

/**
 * Remembers which blocks of an upload are durable, so that the same upload, run again, reads none of them again.
 * Kept in the private state, sealed under the device's key.
 */
export type UploadJournal = {
  file(source: SourceFile): JournaledFile | undefined
  start(source: SourceFile): JournaledStart | undefined
  /** Adds what became durable; resolves when that itself is durable. */
  add(entries: readonly JournalEntry[]): Promise<void>
  /** Forgets everything, when the upload is complete. */
  clear(): Promise<void>
}

/** What became durable of one file. */
export type JournalEntry = { source: SourceFile; file?: JournaledFile; start?: JournaledStart }

/** Opens the journal of an upload into one epoch of a folder. What was sealed under an earlier epoch is forgotten. */
export async function openUploadJournal(
  state: StateStore,
  deviceSecret: Uint8Array,
  folder: Uint8Array,
  epoch: number,
): Promise<UploadJournal> {
  const sealKey = deriveLocalKey(deviceSecret, 'upload-journal')
  const name = `uploads/${toHex(folder).slice(2)}`
  const files = new Map<string, JournaledFile>()
  const starts = new Map<string, JournaledStart>()
  const remember = ({ key, file, start }: JournalRecord) => {
    if (file !== undefined) {
      files.set(key, file)
      starts.delete(key)
    }
    if (start !== undefined) starts.set(key, extend(starts.get(key), start))
  }
  for (const sealed of await state.readLog(name)) {
    const opened = await openLocal(sealKey, sealed)
    // What another device noted is of no use here; its files are simply read again.
    if (opened === undefined) continue
    const page = decode<JournalPage>(opened)
    if (page.epoch === epoch) page.records.forEach(remember)
    else await state.remove(name)
  }
  return {
    file: (source) => files.get(keyOf(source)),
    start: (source) => starts.get(keyOf(source)),
    add: async (entries) => {
      const records = entries.map(({ source, ...known }): JournalRecord => ({ key: keyOf(source), ...known }))
      await state.append(name, await sealLocal(sealKey, encode({ epoch, records } satisfies JournalPage)))
      records.forEach(remember)
    },
    clear: () => state.remove(name),
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
