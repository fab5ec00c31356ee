import { createHash } from 'node:crypto'
import type { UploadResult } from '@space/sdk'
import { readDirectory } from '@space/sdk/node'
import type { ExpectedFile } from './participants/verify-files.ts'

/**
 * Reads the source itself, apart from the upload, and says what each file of the folder must be. What the upload
 * reported as left out or renamed is taken into account, nothing else.
 */
export async function readExpectedFiles(directory: string, result: UploadResult): Promise<ExpectedFile[]> {
  const skipped = new Set(result.skipped.map(({ path }) => path))
  const renamed = new Map(result.renamed.map(({ from, to }) => [from, to]))
  const files: ExpectedFile[] = []
  for await (const item of readDirectory(directory)) {
    if (item.kind !== 'file' || skipped.has(item.path)) continue
    const hash = createHash('sha256')
    for await (const bytes of item.read(0)) hash.update(bytes)
    const path = renamed.get(item.path) ?? item.path.normalize('NFC')
    files.push({ path, sizeBytes: item.sizeBytes, sha256: hash.digest('hex') })
  }
  return files
}
