import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Sources } from './compile.ts'

const root = join(import.meta.dirname, '../..')
const importPath = /^\s*import\b[^;]*?["']([^"']+)["']\s*;/gm

/**
 * Reads files and all that they import, named by their path below the root of the repository; what comes from a
 * package is named as it is imported.
 */
export function readSources(entries: readonly string[]): Sources {
  const sources: Record<string, string> = {}
  const visit = (path: string) => {
    if (path in sources) return
    const text = readFileSync(locate(path), 'utf8')
    sources[path] = text
    for (const imported of importsOf(path, text)) visit(imported)
  }
  for (const entry of entries) visit(entry)
  return sources
}

/** Those of `sources` that `entries` need. */
export function closureOf(sources: Sources, entries: readonly string[]): Sources {
  const closure: Record<string, string> = {}
  const visit = (path: string) => {
    const text = sources[path]
    if (text === undefined || path in closure) return
    closure[path] = text
    for (const imported of importsOf(path, text)) visit(imported)
  }
  for (const entry of entries) visit(entry)
  return closure
}

function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(importPath)].map(([, target = '']) =>
    target.startsWith('.') ? posix.join(posix.dirname(path), target) : target,
  )
}

function locate(path: string): string {
  const own = join(root, path)
  return existsSync(own) ? own : join(root, 'node_modules', path)
}
