import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TEST_DIR = fileURLToPath(new URL('../../test/', import.meta.url))
const SOURCE_DIR = join(TEST_DIR, 'subgraphs/ledger')
const LOCK_MS = 180_000

/**
 * Builds the test subgraph with the real graph-cli, once per state of its sources, and returns the output folder.
 * Test files run side by side: the first one builds, the others wait.
 */
export function buildLedger(): string {
  const output = join(TEST_DIR, 'build', `ledger-${hashSources()}`)
  const lock = `${output}.lock`
  mkdirSync(dirname(output), { recursive: true })
  while (!existsSync(output)) {
    try {
      mkdirSync(lock)
    } catch {
      waitForOther(lock)
      continue
    }
    try {
      build(output)
    } finally {
      rmSync(lock, { recursive: true, force: true })
    }
  }
  return output
}

function waitForOther(lock: string): void {
  const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0
  if (age > LOCK_MS) rmSync(lock, { recursive: true, force: true })
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
}

function build(output: string): void {
  // Below the repository, so that graph-cli finds graph-ts by walking up.
  const work = `${output}.work`
  rmSync(work, { recursive: true, force: true })
  cpSync(SOURCE_DIR, work, { recursive: true, filter: (path) => !path.endsWith('/generated') })
  try {
    runGraph(work, ['codegen', '--skip-migrations'])
    runGraph(work, ['build', '--skip-migrations', '--output-dir', join(work, 'out')])
    renameSync(join(work, 'out'), output)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function runGraph(folder: string, parameters: readonly string[]): void {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve('@graphprotocol/graph-cli/package.json')),
    'bin/run.js',
  )
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...parameters], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`graph ${parameters[0]} failed:\n${stdout}\n${stderr}`)
}

function hashSources(): string {
  const hash = createHash('sha256')
  const files = readdirSync(SOURCE_DIR, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('generated'))
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.sort()) hash.update(file.slice(SOURCE_DIR.length)).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}
