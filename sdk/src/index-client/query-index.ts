import { SpaceError } from '../errors/index.ts'
import { type Hex, type OperationOptions, parseHttpEndpoint } from '../utils/index.ts'

/** A subgraph endpoint. Its answers are hints: ask the chain before acting on one. */
export type IndexClient = { readonly url: string }

/** Longest wait for one answer. */
const answerTimeoutMs = 30_000

/** Sends one GraphQL query. Throws `INPUT_INVALID`, `INDEX_UNREACHABLE` or `INDEX_ANSWER_INVALID`. */
export async function queryIndex(
  index: IndexClient,
  query: string,
  variables: Record<string, unknown>,
  options: OperationOptions = {},
): Promise<Record<string, unknown>> {
  const timeout = AbortSignal.timeout(answerTimeoutMs)
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout])
  const http = parseHttpEndpoint(index.url)
  if (http === undefined) {
    const fix = 'Give an address that begins with http:// or https://.'
    throw new SpaceError('INPUT_INVALID', { what: 'indexUrl', reason: 'it is not a web address', fix })
  }
  const request: RequestInit = {
    method: 'POST',
    headers: { ...http.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal,
  }
  // A kept connection may have been closed by the other side a moment ago; a query changes nothing, so it is sent again.
  const response = await fetch(http.href, request)
    .catch(() => fetch(http.href, request))
    .catch((cause) => {
      options.signal?.throwIfAborted()
      throw new SpaceError('INDEX_UNREACHABLE', { url: http.origin }, { cause })
    })
  return readAnswer(response)
}

async function readAnswer(response: Response): Promise<Record<string, unknown>> {
  let body: unknown
  try {
    body = await response.json()
  } catch (cause) {
    throw invalidAnswer(`it is not JSON (HTTP ${response.status})`, cause)
  }
  const { data, errors } = asRecord(body, 'the answer')
  if (Array.isArray(errors) && errors.length > 0) {
    throw invalidAnswer(String((errors[0] as { message?: unknown }).message))
  }
  return asRecord(data, 'data')
}

/** The one error of an answer that is not what was asked for. */
export function invalidAnswer(reason: string, cause?: unknown): SpaceError<'INDEX_ANSWER_INVALID'> {
  return new SpaceError('INDEX_ANSWER_INVALID', { reason }, { cause })
}

/** An object, or the error. */
export function asRecord(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidAnswer(`${what} is not an object`)
  }
  return value as Record<string, unknown>
}

/** A list of objects, or the error. */
export function asRecords(value: unknown, what: string): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw invalidAnswer(`${what} is not a list`)
  return value.map((item) => asRecord(item, what))
}

/** Hex text of a fixed number of bytes, or the error. */
export function asHex(value: unknown, sizeBytes: number, what: string): Hex {
  if (typeof value === 'string' && /^0x[0-9a-f]*$/.test(value) && value.length === 2 + 2 * sizeBytes) {
    return value as Hex
  }
  throw invalidAnswer(`${what} is not ${sizeBytes} bytes of hex`)
}

/** An id of any length in hex, or the error. */
export function asId(value: unknown, what: string): Hex {
  if (typeof value === 'string' && /^0x([0-9a-f]{2})+$/.test(value)) return value as Hex
  throw invalidAnswer(`${what} is not hex`)
}

/** A whole number that JSON carried as number or text, or the error. */
export function asBigInt(value: unknown, what: string): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  if (typeof value === 'string' && /^-?\d{1,80}$/.test(value)) return BigInt(value)
  throw invalidAnswer(`${what} is not a whole number`)
}
