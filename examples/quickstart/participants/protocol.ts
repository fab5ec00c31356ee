import { type ChildProcess, fork } from 'node:child_process'
import { SpaceError, type SpaceErrorJson } from '@space/sdk'

/** What an participant can be asked to do: each method takes one value and gives one. */
export type Methods = Record<
  string,
  (params: never, onProgress: (event: ProgressEvent) => void) => Promise<unknown>
>

/** Progress of long work, as the participant reports it. */
export type ProgressEvent = {
  done: number
  total?: number | undefined
  unit: 'bytes' | 'files'
  path?: string
}

type Request = { id: number; method: string; params: unknown }
type Answer =
  | { id: number; kind: 'progress'; event: ProgressEvent }
  | { id: number; kind: 'result'; value: unknown }
  | { id: number; kind: 'error'; error: SpaceErrorJson; exitCode: number }

/** An error of the catalogue that happened in an participant's process. */
export class ParticipantError extends Error {
  readonly error: SpaceErrorJson
  readonly exitCode: number

  constructor(participant: string, error: SpaceErrorJson, exitCode: number) {
    super(`${participant}: ${error.message} ${error.hint}`)
    this.error = error
    this.exitCode = exitCode
  }
}

/** A user or service of the demo, in a process of its own. */
export type Participant<Actions extends Methods> = {
  readonly name: string
  call<Method extends keyof Actions & string>(
    method: Method,
    params: Parameters<Actions[Method]>[0],
    onProgress?: (event: ProgressEvent) => void,
  ): Promise<Awaited<ReturnType<Actions[Method]>>>
  /** Ends the process and resolves when it is gone. */
  stop(): Promise<void>
}

/** Starts an participant. What it prints besides its answers goes to `onOutput`. */
export function startParticipant<Actions extends Methods>(
  name: string,
  script: string,
  args: string[],
  onOutput: (text: string) => void,
): Participant<Actions> {
  const child = fork(script, args, { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const waiting = new Map<number, { onAnswer: (answer: Answer) => void; onExit: (error: Error) => void }>()
  let nextId = 0
  child.stdout?.on('data', (chunk) => onOutput(`${name}: ${chunk}`))
  child.stderr?.on('data', (chunk) => onOutput(`${name}: ${chunk}`))
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.onAnswer(answer))
  const gone = new Promise<void>((resolve) => {
    child.on('close', (code, signal) => {
      for (const { onExit } of waiting.values()) onExit(new Error(`${name} ended early (${signal ?? code})`))
      resolve()
    })
  })
  return {
    name,
    call: (method, params, onProgress = () => {}) =>
      new Promise((resolve, reject) => {
        const id = nextId++
        const onAnswer = (answer: Answer) => {
          if (answer.kind === 'progress') return onProgress(answer.event)
          waiting.delete(id)
          if (answer.kind === 'error')
            return reject(new ParticipantError(name, answer.error, answer.exitCode))
          return resolve(answer.value as never)
        }
        waiting.set(id, { onAnswer, onExit: reject })
        child.send({ id, method, params } satisfies Request)
      }),
    stop: () => stop(child, gone),
  }
}

async function stop(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await gone
  clearTimeout(timer)
}

/** Serves the parent process until it ends. */
export function serveParent(methods: Methods): void {
  process.on('message', async ({ id, method, params }: Request) => {
    const answer = (message: Answer) => process.send?.(message)
    try {
      const action = methods[method]
      if (action === undefined) throw new Error(`no such method: ${method}`)
      const value = await action(params as never, (event) => answer({ id, kind: 'progress', event }))
      answer({ id, kind: 'result', value })
    } catch (failure) {
      answer({ id, kind: 'error', ...describe(failure) })
    }
  })
  process.on('disconnect', () => process.exit())
  process.on('SIGTERM', () => process.exit())
  // The terminal sends Ctrl-C to every process; the parent decides what it means.
  process.on('SIGINT', () => {})
}

function describe(failure: unknown): { error: SpaceErrorJson; exitCode: number } {
  if (SpaceError.is(failure)) return { error: failure.toJSON(), exitCode: failure.root().exitCode }
  const message = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)
  const error = {
    code: 'UNEXPECTED',
    message,
    hint: 'This is a defect; please report it.',
    retryable: false,
    docs: '',
    data: {},
  }
  return { error, exitCode: 1 }
}
