import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Sources } from '../solidity/compile.ts'
import type { Verdict } from './judge-mutant.ts'

/** The verdicts so far, on disk. */
export type Journal = { verdicts: Map<string, Verdict>; add(id: string, verdict: Verdict): void }

/** Stands for the contents of sources. */
export function hashSources(sources: Sources): string {
  const hash = createHash('sha256')
  for (const [path, text] of Object.entries(sources).sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${path}\0${Buffer.byteLength(text)}\0${text}`)
  return hash.digest('hex')
}

/** The TypeScript tests and the mutator itself: they too decide about a mutant. */
export function readTestSources(root: string): Sources {
  const files = globSync(['test/contracts/**/*.ts', 'tools/mutate/{,operators/}*.ts'], {
    cwd: root,
  }).filter((path) => !path.startsWith('tools/') || !path.endsWith('.test.ts'))
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

/**
 * Opens the journal of a core. Its first line is the key of what the verdicts are about; with another key it begins
 * anew. A line that a kill cut short is dropped.
 */
export function openJournal(path: string, key: string): Journal {
  const [head, ...lines] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  const verdicts = new Map<string, Verdict>()
  for (const line of head === key ? lines : []) {
    const entry = parseLine(line)
    if (entry !== undefined) verdicts.set(entry[0], entry[1])
  }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, [key, ...[...verdicts].map((entry) => JSON.stringify(entry)), ''].join('\n'))
  return {
    verdicts,
    add: (id, verdict) => {
      verdicts.set(id, verdict)
      appendFileSync(path, `${JSON.stringify([id, verdict])}\n`)
    },
  }
}

function parseLine(line: string): [string, Verdict] | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
