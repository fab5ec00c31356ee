import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

process.setMaxListeners(100)

/** Makes a folder for a test's files; it is removed when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'indexer-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
