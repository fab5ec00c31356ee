import { raceSignal } from 'race-signal'
import { SpaceError } from '../errors/index.ts'
import type { HttpEndpoint, Request } from '../utils/index.ts'

/** Requests that are made at the same moment go in one post, up to so many. */
const batchCount = 100

/** Longest wait for an answer. */
const answerTimeoutMs = 60_000

/** Pauses before a node that is busy is asked again. */
const retryMs = [250, 500, 1_000, 2_000]

/**
 * What a node refused (JSON-RPC 2.0 §5.1); `data` is a revert's.
 *
 * @example
 * ```ts
 * import { RpcError } from '@space/sdk/chain'
 *
 * const failure = await chain.request({ method: 'no_suchMethod' }).catch((cause: unknown) => cause)
 * console.log(failure instanceof RpcError && failure.code) // -32601
 * ```
 */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  readonly data: unknown

  constructor({ code, message, data }: { code: number; message: string; data?: unknown }) {
    super(message)
    this.code = code
    this.data = data
  }
}

type Waiting = {
  call: { method: string; params: readonly unknown[] }
  signal: AbortSignal | undefined
  resolve: (result: unknown) => void
  reject: (reason: unknown) => void
}

type Answer = { id: number; result?: unknown; error?: { code: number; message: string; data?: unknown } }

/**
 * Requests over HTTP. What is asked for at the same moment goes in one post. Rejects with `CHAIN_UNREACHABLE`, with an
 * `RpcError` that says what the node refused, or with the reason of the signal, at once.
 */
export function createHttpRequest(endpoint: HttpEndpoint): Request {
  let waiting: Waiting[] = []
  const flush = () => {
    const all = waiting.filter((one) => !one.signal?.aborted)
    waiting = []
    for (let start = 0; start < all.length; start += batchCount) {
      void post(endpoint, all.slice(start, start + batchCount))
    }
  }
  return async ({ method, params = [] }, { signal } = {}) => {
    signal?.throwIfAborted()
    const result = new Promise<unknown>((resolve, reject) => {
      if (waiting.length === 0) setTimeout(flush, 0)
      waiting.push({ call: { method, params }, signal, resolve, reject })
    })
    return raceSignal(result, signal)
  }
}

async function post(endpoint: HttpEndpoint, batch: readonly Waiting[]): Promise<void> {
  const calls = batch.map(({ call }, id) => ({ jsonrpc: '2.0', id, ...call }))
  try {
    const answer = await fetchJson(endpoint, JSON.stringify(calls.length === 1 ? calls[0] : calls))
    const answers = new Map((Array.isArray(answer) ? answer : [answer]).map((one: Answer) => [one.id, one]))
    for (const [id, { resolve, reject }] of batch.entries()) {
      // A node that takes no batch gives one error for all.
      const { error, result }: { error?: Answer['error'] | undefined; result?: unknown } =
        answers.get(id) ?? (Array.isArray(answer) ? {} : { error: (answer as Answer).error })
      if (Number.isInteger(error?.code)) reject(new RpcError(error as NonNullable<Answer['error']>))
      else if (result === undefined) throw new TypeError('the node left out an answer')
      else resolve(result)
    }
  } catch (cause) {
    const failure = new SpaceError('CHAIN_UNREACHABLE', { url: endpoint.origin }, { cause })
    for (const { reject } of batch) reject(failure)
  }
}

async function fetchJson(endpoint: HttpEndpoint, body: string): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    const pauseMs = retryMs[attempt]
    const response = await fetchTwice(endpoint, body)
    const isBusy = response.status === 429 || response.status === 503
    if (!isBusy) return response.json()
    if (pauseMs === undefined) throw new Error(`HTTP ${response.status}`)
    await response.body?.cancel()
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

/** A kept connection may have been closed by the node a moment ago; to repeat any of our requests does no harm. */
function fetchTwice(endpoint: HttpEndpoint, body: string): Promise<Response> {
  const send = () =>
    fetch(endpoint.href, {
      method: 'POST',
      headers: { ...endpoint.headers, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(answerTimeoutMs),
    })
  return send().catch(send)
}
