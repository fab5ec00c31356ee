import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ParticipantOptions } from '../../../examples/quickstart/participants/participant.ts'
import type { UploadLine } from './upload-child.ts'

const script = join(import.meta.dirname, 'upload-child.ts')

/** An upload in a process of its own. */
export type UploadProcess = {
  /** Resolves when it has written down something of a kind, or has ended. */
  reached(kind: UploadLine['kind']): Promise<void>
  kill(): void
  /** What the process wrote down until it ended. */
  ended: Promise<{ lines: UploadLine[]; code: number | null; errors: string }>
}

/** Starts one; what it writes down goes to a file in `work`. */
export function startUpload(options: ParticipantOptions, source: string, work: string): UploadProcess {
  const logFile = join(work, 'upload.ndjson')
  rmSync(logFile, { force: true })
  const child: ChildProcess = spawn(process.execPath, [script, JSON.stringify(options), source, logFile], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr?.on('data', (chunk) => {
    errors += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve)).then((code) => {
    const text = existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''
    const lines = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as UploadLine)
    return { lines, code, errors }
  })
  let isOver = false
  ended.then(() => {
    isOver = true
  })
  const reached = async (kind: UploadLine['kind']) => {
    const isThere = () => existsSync(logFile) && readFileSync(logFile, 'utf8').includes(`"${kind}"`)
    while (!isOver && !isThere()) await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return { reached, kill: () => child.kill('SIGKILL'), ended }
}
