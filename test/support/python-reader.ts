import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const vectors = join(import.meta.dirname, '../vectors')

/** The Python with which scripts/ci/reader.sh runs, or the one that the machine has. */
const python = process.env.SPACE_READER_PYTHON ?? 'python3'

/** What the independent reader says of an export that it opened. */
export type ReaderSummary = {
  epoch: number
  directories: number
  files: { path: string; size: number; sha256: string }[]
}

/** Why the independent reader cannot run here; false if it can. */
export function readerProblem(): string | false {
  const { status } = runPython('-c', 'from reader import opening')
  return status === 0 ? false : `${python} is missing, or it has no cryptography >= 48 (scripts/ci/reader.sh)`
}

/** Opens an export with the independent reader, which writes its files to `out`. */
export function openWithReader(
  directory: string,
  link: string,
  out: string,
  password?: string,
): { summary: ReaderSummary } | { refused: string } {
  const secret = password === undefined ? [] : ['--password', password]
  const run = runPython('-m', 'reader', 'open', directory, '--link', link, '--out', out, ...secret)
  if (run.status === 0) return { summary: JSON.parse(run.stdout) as ReaderSummary }
  const refused = /^refused: (.*)$/m.exec(run.stderr)?.[1]
  if (refused === undefined) throw new Error(`the reader failed: ${run.stderr}`)
  return { refused }
}

function runPython(...args: string[]) {
  return spawnSync(python, args, {
    cwd: vectors,
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  })
}
