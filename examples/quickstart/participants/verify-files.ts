import { createHash } from 'node:crypto'
import type { ReadableFolder } from '@space/sdk'
import type { ProgressEvent } from './protocol.ts'

/** What a file must be, by its path in the folder. */
export type ExpectedFile = { path: string; sizeBytes: number; sha256: string }

/** What became of the comparison. */
export type Verification = { files: number; sizeBytes: number; ms: number; wrong: string[] }

/** Reads every file of a folder to its last byte and compares it with what it must be. */
export async function verifyFiles(
  folder: ReadableFolder,
  expected: readonly ExpectedFile[],
  onProgress: (event: ProgressEvent) => void,
): Promise<Verification> {
  const started = performance.now()
  const byPath = new Map(expected.map((file) => [file.path, file]))
  const total = expected.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const wrong: string[] = []
  let files = 0
  let sizeBytes = 0
  for await (const { path, kind } of folder.walk()) {
    if (kind === 'directory') continue
    const file = byPath.get(path)
    byPath.delete(path)
    if (file === undefined) {
      wrong.push(`${path} was not expected`)
      continue
    }
    const hash = createHash('sha256')
    let length = 0
    for await (const bytes of folder.read(path)) {
      hash.update(bytes)
      length += bytes.length
      onProgress({ done: sizeBytes + length, total, unit: 'bytes', path })
    }
    if (length !== file.sizeBytes || hash.digest('hex') !== file.sha256) wrong.push(`${path} has other bytes`)
    files += 1
    sizeBytes += length
  }
  for (const path of byPath.keys()) wrong.push(`${path} is missing`)
  return { files, sizeBytes, ms: Math.round(performance.now() - started), wrong }
}
