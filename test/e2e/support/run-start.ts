import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const script = join(import.meta.dirname, '../../../scripts/start.ts')

/** One line of `--json`. */
export type DemoLine = { type: string; [key: string]: unknown }

/** What a run printed, and how it ended. */
export type DemoRun = { code: number | null; lines: string[]; errors: string; groupId: number }

/** Runs the command of `npm start` in a process group of its own, with a temporary folder of its own. */
export function runStart(
  args: string[],
  options: { temporary: string; onLine?: (line: string, groupId: number) => void },
): Promise<DemoRun> {
  const child = spawn(process.execPath, [script, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: options.temporary },
  })
  const groupId = child.pid as number
  const lines: string[] = []
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    options.onLine?.(line, groupId)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, lines, errors, groupId }))
  })
}

/** The lines of a run with `--json`; throws when one of them is not JSON. */
export function parseLines(run: DemoRun): DemoLine[] {
  return run.lines.map((line) => JSON.parse(line) as DemoLine)
}

/** Whether any process of a group is left. */
export function isGroupAlive(groupId: number): boolean {
  try {
    process.kill(-groupId, 0)
    return true
  } catch {
    return false
  }
}
