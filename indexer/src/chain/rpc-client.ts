import { errorText, IndexerError } from '../errors.ts'

/** JSON-RPC 2.0 over HTTP (https://www.jsonrpc.org/specification, https://ethereum.github.io/execution-apis). */
export type RpcClient = {
  /** Calls a method. Whatever fails, the node's refusals included, is an IndexerError `rpc-failed`. */
  call(method: string, parameters: readonly unknown[]): Promise<unknown>
  /** Calls made so far. */
  readonly calls: number
}

type Request = {
  readonly jsonrpc: '2.0'
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}
type Answer = {
  readonly id?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string } | null
}
type Pending = {
  readonly request: Request
  readonly settle: (answer: Answer) => void
  readonly fail: (error: unknown) => void
}

const REQUEST_TIMEOUT_MS = 30_000
const MAX_BATCH = 25

/**
 * A client for one endpoint. Calls that are made in the same turn travel as one batch, unless the node turns out
 * not to take batches. An abort of the signal ends all calls.
 */
export function createRpcClient(url: string, signal: AbortSignal): RpcClient {
  return new HttpRpcClient(url, signal)
}

class HttpRpcClient implements RpcClient {
  readonly #url: string
  readonly #signal: AbortSignal
  #queue: Pending[] = []
  #takesBatches = true
  #calls = 0

  constructor(url: string, signal: AbortSignal) {
    this.#url = url
    this.#signal = signal
  }

  get calls(): number {
    return this.#calls
  }

  async call(method: string, parameters: readonly unknown[]): Promise<unknown> {
    const id = ++this.#calls
    const answer = await new Promise<Answer>((settle, fail) => {
      if (this.#queue.length === 0) queueMicrotask(() => this.#flush())
      this.#queue.push({ request: { jsonrpc: '2.0', id, method, params: parameters }, settle, fail })
    })
    if (answer.error === undefined || answer.error === null) return answer.result
    const { code, message } = answer.error
    throw new IndexerError('rpc-failed', `${method} was refused by ${this.#host}: ${message} (${code})`, {
      details: { method, code, refused: true },
    })
  }

  /** The URL may carry a key, so that messages repeat no more than this. */
  get #host(): string {
    return new URL(this.#url).host
  }

  #flush(): void {
    const queue = this.#queue
    this.#queue = []
    const size = this.#takesBatches ? MAX_BATCH : 1
    for (let i = 0; i < queue.length; i += size) void this.#send(queue.slice(i, i + size))
  }

  async #send(batch: readonly Pending[]): Promise<void> {
    const [only] = batch as [Pending]
    try {
      if (batch.length === 1) {
        only.settle((await this.#post(only.request)) as Answer)
        return
      }
      const answers = await this.#post(batch.map(({ request }) => request))
      if (Array.isArray(answers)) settleAll(batch, answers)
      else this.#sendOneByOne(batch)
    } catch (error) {
      for (const { fail } of batch) fail(error)
    }
  }

  #sendOneByOne(batch: readonly Pending[]): void {
    this.#takesBatches = false
    for (const pending of batch) void this.#send([pending])
  }

  async #post(body: unknown): Promise<unknown> {
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)])
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal,
      })
      const text = await response.text()
      // Nodes report refusals with HTTP errors too; the JSON in the body says more than the status.
      if (!response.ok && !/^\s*[{[]/.test(text)) throw new Error(`HTTP status ${response.status}`)
      return JSON.parse(text)
    } catch (error) {
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
      throw new IndexerError(
        'rpc-failed',
        `The node at ${this.#host} does not answer: ${errorText(cause)}. Check that it runs and is reachable.`,
        { cause: error },
      )
    }
  }
}

function settleAll(batch: readonly Pending[], answers: readonly Answer[]): void {
  const byId = new Map(answers.map((answer) => [answer.id, answer]))
  for (const { request, settle, fail } of batch) {
    const answer = byId.get(request.id)
    if (answer !== undefined) settle(answer)
    else fail(new IndexerError('rpc-failed', `The node's batch has no answer to ${request.method}.`))
  }
}
