import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

/** A directory that is removed when the test file (or suite) that asks for it ends. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'space-storage-'))
  after(() => rmSync(path, { recursive: true, force: true }))
  return path
}
