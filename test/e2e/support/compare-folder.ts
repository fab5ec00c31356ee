import assert from 'node:assert/strict'
import type { ReadableFolder } from '@space/sdk'

/** Asserts that a folder holds exactly these files, byte for byte, and exactly these directories. */
export async function compareFolder(
  folder: ReadableFolder,
  files: ReadonlyMap<string, Uint8Array>,
  directories: ReadonlySet<string>,
): Promise<void> {
  const found = new Set<string>()
  const foundDirectories = new Set<string>()
  for await (const { path, kind } of folder.walk()) {
    if (kind === 'directory') {
      foundDirectories.add(path)
      continue
    }
    found.add(path)
    const pieces: Uint8Array[] = []
    for await (const piece of folder.read(path)) pieces.push(piece)
    assert.ok(Buffer.concat(pieces).equals(files.get(path) ?? Buffer.from('not expected')), path)
  }
  assert.deepEqual(
    [...files.keys()].filter((path) => !found.has(path)),
    [],
    'files are missing',
  )
  assert.deepEqual([...foundDirectories].sort(), [...directories].sort())
}
