import { setTimeout as delay } from 'node:timers/promises'
import { errorText, IndexerError } from '../errors.ts'
import type { NoticeListener } from './indexer-options.ts'

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 10_000

/** Whether the work goes on, as `/status` shows it. */
export type RetryState =
  | { readonly state: 'ok' }
  | {
      readonly state: 'retrying'
      readonly error: string
      readonly attempt: number
      readonly retryInMs: number
      /** Block that the node's answers do not fit, where there is one, and what is wrong with them. */
      readonly block?: unknown
      readonly reason?: unknown
    }

/** Waits longer after each failure in a row and reports it. */
export class Backoff {
  readonly #onNotice: NoticeListener
  readonly #signal: AbortSignal
  #state: RetryState = { state: 'ok' }

  constructor(onNotice: NoticeListener, signal: AbortSignal) {
    this.#onNotice = onNotice
    this.#signal = signal
  }

  get state(): RetryState {
    return this.#state
  }

  succeeded(): void {
    if (this.#state.state === 'ok') return
    this.#state = { state: 'ok' }
    this.#onNotice({ type: 'resumed' })
  }

  async failed(error: unknown): Promise<void> {
    const attempt = this.#state.state === 'ok' ? 1 : this.#state.attempt + 1
    const retryInMs = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS)
    const message = errorText(error)
    const { block, reason } = error instanceof IndexerError ? error.details : {}
    const at = { ...(block === undefined ? {} : { block }), ...(reason === undefined ? {} : { reason }) }
    this.#state = { state: 'retrying', error: message, attempt, retryInMs, ...at }
    this.#onNotice({ type: 'retrying', message, attempt, retryInMs })
    await sleep(retryInMs, this.#signal)
  }

  /** Runs until it succeeds; only an abort ends it otherwise. */
  async untilDone<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      if (this.#signal.aborted) throw new IndexerError('closed', 'The indexer was closed.')
      try {
        const result = await work()
        this.succeeded()
        return result
      } catch (error) {
        if (!this.#signal.aborted) await this.failed(error)
      }
    }
  }
}

/** Waits; an abort ends the wait early and quietly. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal })
  } catch {
    // Only the signal rejects, and the caller looks at it anyway.
  }
}
