import { decode, encode } from '@ipld/dag-cbor'
import type { StateStore } from '../../accounts/index.ts'
import { fromHex, toHex } from '../../utils/index.ts'

const key = 'folders'

/** A folder that was made on this device. */
export type KnownFolder = {
  folder: Uint8Array
  /** Digest of the record of epoch 0, which no transaction has anchored yet. */
  firstRecord: Uint8Array
}

/** Folders that were made on this device, oldest first. */
export async function readKnownFolders(state: StateStore): Promise<KnownFolder[]> {
  const bytes = await state.read(key)
  if (bytes === undefined) return []
  return decode<[string, Uint8Array][]>(bytes).map(([folder, firstRecord]) => ({
    folder: fromHex(folder),
    firstRecord,
  }))
}

/** The folder of that id, if it was made on this device. */
export async function findKnownFolder(
  state: StateStore,
  folder: Uint8Array,
): Promise<KnownFolder | undefined> {
  const id = toHex(folder)
  return (await readKnownFolders(state)).find((known) => toHex(known.folder) === id)
}

/** Remembers a folder that was made on this device. */
export async function rememberFolder(state: StateStore, { folder, firstRecord }: KnownFolder): Promise<void> {
  const known = await readKnownFolders(state)
  const rows = [...known, { folder, firstRecord }].map((row) => [toHex(row.folder), row.firstRecord])
  await state.write(key, encode(rows))
}
