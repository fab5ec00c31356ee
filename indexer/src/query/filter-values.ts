import type { BigDecimal } from '../numbers/big-decimal.ts'
import type { ValueKind } from '../schema/schema-model.ts'
import type { SqlValue } from '../store/column-codec.ts'
import { encodeSortableDecimal, parseDecimal } from '../store/sortable-decimal.ts'
import type { Value } from '../store/store.ts'
import { QueryError } from './query-error.ts'

/**
 * Reads a coerced GraphQL input as a value of the store.
 *
 * @throws QueryError if the text is none of that kind.
 */
export function readFilterValue(kind: ValueKind, input: unknown): Value {
  switch (kind) {
    case 'Bytes':
      return readBytes(String(input))
    case 'BigDecimal':
      return readDecimal(String(input))
    case 'BigInt':
      return readInteger(kind, String(input))
    case 'Int8':
    case 'Timestamp': {
      const value = readInteger(kind, String(input))
      if (BigInt.asIntN(64, value) !== value)
        throw decodeError(kind, 'number too large to fit in target type')
      return value
    }
    default:
      return input as string | number | boolean
  }
}

/** The form in which a value of the store is compared with a column. */
export function toSqlValue(kind: ValueKind, value: Value): SqlValue {
  if (kind === 'BigInt') return encodeSortableDecimal({ digits: value as bigint, exp: 0 })
  if (kind === 'BigDecimal') return encodeSortableDecimal(value as BigDecimal)
  return typeof value === 'boolean' ? Number(value) : (value as SqlValue)
}

/** Error of a value that does not parse, in graph-node's words. */
export function decodeError(what: string, reason: string): QueryError {
  return new QueryError(`Failed to decode \`${what}\` value: \`${reason}\``)
}

function readBytes(text: string): Uint8Array {
  const digits = text.replace(/^0x/, '')
  if (digits.length % 2 === 1) throw decodeError('Bytes', 'Odd number of digits')
  const wrong = /[^0-9a-fA-F]/.exec(digits)
  if (wrong !== null) {
    throw decodeError('Bytes', `Invalid character '${wrong[0]}' at position ${wrong.index}`)
  }
  return Buffer.from(digits, 'hex')
}

function readInteger(kind: ValueKind, text: string): bigint {
  if (text === '') throw decodeError(kind, 'cannot parse integer from empty string')
  if (!/^[+-]?\d[\d_]*$/.test(text)) throw decodeError(kind, 'invalid digit found in string')
  return BigInt(text.replace(/^\+/, '').replaceAll('_', ''))
}

function readDecimal(text: string): BigDecimal {
  const value = parseDecimal(text)
  if (value === undefined) throw decodeError('BigDecimal', 'invalid digit found in string')
  return value
}
