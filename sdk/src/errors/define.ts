/** One row of the catalogue: how an error reads and how each surface reports it. */
export type ErrorEntry<Data> = {
  /** One line that names the cause. */
  readonly summary: (data: Data) => string
  /** What the person can do about it. */
  readonly fix: (data: Data) => string
  /** Whether the same call may succeed later without any change by the caller. */
  readonly retryable: boolean
  /** Exit code of a command: 1 failed, 2 usage, 3 partial, 4 needs key, 5 needs funds, 6 network. */
  readonly exitCode: 1 | 2 | 3 | 4 | 5 | 6
  /** Status of an HTTP answer (RFC 9110). */
  readonly httpStatus: number
}

/** Gives an entry its data type and its usual defaults. */
export function defineError<Data>(
  entry: Pick<ErrorEntry<Data>, 'summary' | 'fix'> & Partial<ErrorEntry<Data>>,
): ErrorEntry<Data> {
  return { retryable: false, exitCode: 1, httpStatus: 500, ...entry }
}
