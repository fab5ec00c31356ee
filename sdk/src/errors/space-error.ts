import { catalogue, type ErrorCode, type ErrorData } from './catalogue.ts'
import type { ErrorEntry } from './define.ts'
import { docsUrlOf } from './docs-url.ts'

const brand = Symbol.for('space.error')

/** The same envelope for commands, HTTP answers and logs. */
export type SpaceErrorJson = {
  code: string
  message: string
  hint: string
  retryable: boolean
  docs: string
  data: Record<string, unknown>
  cause?: string
}

/**
 * An error of the catalogue: a stable code, one line that names the cause, a fix, and typed data.
 *
 * @example
 * ```ts
 * import { SpaceError } from '@space/sdk'
 *
 * const error = new SpaceError('NAME_TAKEN', { name: 'alice' })
 * console.log(error.code, error.summary, error.fix)
 * ```
 */
export class SpaceError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code
  readonly data: ErrorData<Code>
  readonly summary: string
  readonly fix: string
  readonly retryable: boolean
  readonly exitCode: number
  readonly httpStatus: number
  /** URL of the page that explains the error. */
  readonly docs: string
  readonly [brand] = true

  constructor(code: Code, data: ErrorData<Code>, options: { cause?: unknown } = {}) {
    // The catalogue ties each code to its data; TypeScript cannot follow that through the index.
    const entry = catalogue[code] as unknown as ErrorEntry<ErrorData<Code>>
    const summary = entry.summary(data)
    const fix = entry.fix(data)
    super(`${summary} ${fix}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'SpaceError'
    this.code = code
    this.data = data
    this.summary = summary
    this.fix = fix
    this.retryable = entry.retryable
    this.exitCode = entry.exitCode
    this.httpStatus = entry.httpStatus
    this.docs = docsUrlOf(code)
  }

  /** Whether a value is an error of the catalogue (of the given code), also across two copies of the package. */
  static is<Code extends ErrorCode = ErrorCode>(value: unknown, code?: Code): value is SpaceError<Code> {
    if (typeof value !== 'object' || value === null || !(brand in value)) return false
    return code === undefined || (value as SpaceError).code === code
  }

  /** The innermost error of the catalogue: what really went wrong. */
  root(): SpaceError {
    let innermost: SpaceError = this
    let cause: unknown = this.cause
    for (let depth = 0; depth < 8 && cause instanceof Error; depth++) {
      if (SpaceError.is(cause)) innermost = cause
      cause = cause.cause
    }
    return innermost
  }

  /** The envelope that commands, servers and logs print. */
  toJSON(): SpaceErrorJson {
    const root = this.root()
    const data = Object.fromEntries(
      Object.entries(root.data as Record<string, unknown>).map(([key, value]) => [
        key,
        typeof value === 'bigint' ? value.toString() : value,
      ]),
    )
    const cause = root.cause instanceof Error ? { cause: root.cause.message } : {}
    return {
      code: root.code,
      message: root.summary,
      hint: root.fix,
      retryable: root.retryable,
      docs: root.docs,
      data,
      ...cause,
    }
  }
}
