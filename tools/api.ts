// Writes docs/api from the docstrings of every entry point; with --check only compares.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listPages, renderApi } from './api/render-api.ts'

const folder = join(import.meta.dirname, '../docs/api')

if (process.argv.includes('--check')) await check()
else await renderApi(folder)

async function check(): Promise<void> {
  const fresh = mkdtempSync(join(tmpdir(), 'space-api-'))
  try {
    await renderApi(fresh)
    const pages = new Set([...listPages(folder), ...listPages(fresh)])
    for (const page of [...pages].sort()) {
      if (read(join(folder, page)) === read(join(fresh, page))) continue
      console.error(`docs/api/${page} is out of date: run "npm run docs"`)
      process.exitCode = 1
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
