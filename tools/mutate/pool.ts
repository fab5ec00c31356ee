import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Verdict } from './judge-mutant.ts'
import type { Mutant } from './list-mutants.ts'
import type { PreparedCore } from './prepare-core.ts'

type Answer = { verdict?: Verdict; fault?: string }

/** After this long a mutant is taken to run for ever. */
const deadlineMs = 300_000

/**
 * Judges mutants in processes of their own and reports each verdict as it comes. A process that a mutant holds up or
 * brings down is replaced.
 *
 * @throws when `signal` is aborted, when a process ends before it was ready, or when judging itself fails.
 */
export async function judgeAll(
  prepared: PreparedCore,
  mutants: readonly Mutant[],
  workers: number,
  signal: AbortSignal,
  onVerdict: (mutant: Mutant, verdict: Verdict) => void,
): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'space-mutate-'))
  const preparedFile = join(scratch, 'prepared.json')
  writeFileSync(preparedFile, JSON.stringify(prepared))
  const queue = [...mutants]
  const running = new Set<ChildProcess>()

  const start = async (name: string): Promise<ChildProcess> => {
    signal.throwIfAborted()
    const child = fork(join(import.meta.dirname, 'worker.ts'), [preparedFile, join(scratch, name)])
    running.add(child)
    child.on('exit', () => running.delete(child))
    if ((await nextMessage(child, signal)) !== 'ready') throw new Error('a worker ended before it was ready')
    return child
  }

  const work = async (name: string) => {
    let child = await start(name)
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      child.send(mutant)
      const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs)
      const answer = (await nextMessage(child, signal)) as Answer | undefined
      clearTimeout(timer)
      if (answer?.fault !== undefined) throw new Error(`mutant ${mutant.id}: ${answer.fault}`)
      onVerdict(mutant, answer?.verdict ?? { status: 'timeout' })
      if (answer === undefined) child = await start(name)
    }
  }

  try {
    const names = Array.from({ length: Math.min(workers, mutants.length) }, (_, index) => `worker-${index}`)
    await Promise.all(names.map(work))
  } finally {
    for (const child of running) child.kill('SIGKILL')
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** What the process says next; nothing if it ends instead. */
function nextMessage(child: ChildProcess, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      child.off('message', onMessage)
      child.off('exit', onExit)
      signal.removeEventListener('abort', onAbort)
      finish()
    }
    const onMessage = (message: unknown) => settle(() => resolve(message))
    const onExit = () => settle(() => resolve(undefined))
    const onAbort = () => settle(() => reject(signal.reason))
    child.on('message', onMessage)
    child.on('exit', onExit)
    signal.addEventListener('abort', onAbort)
  })
}
