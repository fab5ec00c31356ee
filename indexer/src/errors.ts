/** What went wrong, for programs; the message is for people. */
export type IndexerErrorCode =
  | 'option-invalid'
  | 'build-invalid'
  | 'unsupported'
  | 'rpc-failed'
  | 'handler-failed'
  | 'reorg-too-deep'
  | 'chain-inconsistent'
  | 'closed'

/**
 * Error of the indexer. `details` is JSON that `/status` shows; it never holds secrets.
 *
 * @example
 * ```ts
 * import { IndexerError, startIndexer } from '@space/indexer'
 *
 * try {
 *   await startIndexer({ buildDir: 'subgraph/build', rpcUrl: 'http://127.0.0.1:8545', dbPath: 'x.sqlite', name: 'x' })
 * } catch (failure) {
 *   if (failure instanceof IndexerError) console.error(failure.code, failure.details)
 * }
 * ```
 */
export class IndexerError extends Error {
  override readonly name = 'IndexerError'
  readonly code: IndexerErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: IndexerErrorCode,
    message: string,
    options: { details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = options.details ?? {}
  }
}

/**
 * Raised by a host function or by reading a module's memory: the mapping did something that fails the same way
 * every time it is run.
 */
export class MappingError extends Error {
  override readonly name = 'MappingError'
  /** `file:line:column` in the mapping's source, where the module says so. */
  readonly place: string | undefined

  constructor(message: string, place?: string) {
    super(message)
    this.place = place
  }
}

/** Text of anything that was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
