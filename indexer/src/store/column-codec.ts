import { bytesToHex } from '../hex.ts'
import type { BigDecimal } from '../numbers/big-decimal.ts'
import type { FieldModel, ValueKind } from '../schema/schema-model.ts'
import {
  decodeSortableDecimal,
  encodeSortableDecimal,
  parseDecimal,
  plainDecimalOf,
} from './sortable-decimal.ts'
import { type EntityId, StoreError, type Value } from './store.ts'

/** What a column holds. */
export type SqlValue = string | number | bigint | Uint8Array | null

/** An element of a list as it stands in the column's JSON and in answers. */
type ListElement = string | number | boolean

/** SQLite column type of a field. */
export function columnType(field: FieldModel): 'TEXT' | 'INTEGER' | 'BLOB' {
  if (field.isList) return 'TEXT'
  if (field.valueKind === 'Bytes') return 'BLOB'
  return ['Int', 'Int8', 'Timestamp', 'Boolean'].includes(field.valueKind) ? 'INTEGER' : 'TEXT'
}

/**
 * Encodes a field's value for its column: big numbers as sortable decimals, booleans as 0 and 1, lists as JSON.
 *
 * @throws StoreError if the value is not of the field's type.
 */
export function encodeColumn(field: FieldModel, value: Value): SqlValue {
  if (value === null) return null
  if (!field.isList) return encodeScalar(field.valueKind, value, field.name)
  if (!Array.isArray(value)) throw mismatch(field.name, 'a list')
  return JSON.stringify(value.map((element) => encodeListElement(field.valueKind, element, field.name)))
}

/** Encodes one value that is not a list. */
export function encodeScalar(kind: ValueKind, value: Value, fieldName: string): SqlValue {
  switch (kind) {
    case 'String':
      return checkText(value, fieldName)
    case 'Bytes':
      if (value instanceof Uint8Array) return value
      break
    case 'Int':
      if (typeof value === 'number' && Number.isInteger(value)) return value
      break
    case 'Boolean':
      if (typeof value === 'boolean') return value ? 1 : 0
      break
    case 'BigDecimal':
      if (isBigDecimal(value)) return encodeSortableDecimal(value)
      break
    case 'BigInt':
      if (typeof value === 'bigint') return encodeSortableDecimal({ digits: value, exp: 0 })
      break
    default:
      if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return value
  }
  throw mismatch(fieldName, `of type ${kind}`)
}

/** Encodes an element of a list; big numbers are plain decimals, bytes are 0x hex. */
export function encodeListElement(kind: ValueKind, value: Value, fieldName: string): ListElement {
  const encoded = encodeScalar(kind, value, fieldName)
  if (typeof value === 'boolean' || typeof value === 'number') return value
  if (kind === 'BigInt' || kind === 'BigDecimal') return plainDecimalOf(encoded as string)
  return encoded instanceof Uint8Array ? bytesToHex(encoded) : String(encoded)
}

/** Decodes a column; integers are expected as bigint. */
export function decodeColumn(field: FieldModel, value: SqlValue): Value {
  if (value === null) return null
  if (!field.isList) return decodeScalar(field.valueKind, value)
  const elements: ListElement[] = JSON.parse(value as string)
  return elements.map((element) => decodeListElement(field.valueKind, element))
}

function decodeScalar(kind: ValueKind, value: SqlValue): Value {
  switch (kind) {
    case 'Int':
      return Number(value)
    case 'Boolean':
      return value === 1n
    case 'BigInt':
      return BigInt(plainDecimalOf(value as string))
    case 'BigDecimal':
      return decodeSortableDecimal(value as string)
    default:
      return value
  }
}

function decodeListElement(kind: ValueKind, element: ListElement): Value {
  switch (kind) {
    case 'Bytes':
      return new Uint8Array(Buffer.from((element as string).slice(2), 'hex'))
    case 'BigInt':
    case 'Int8':
    case 'Timestamp':
      return BigInt(element)
    case 'BigDecimal':
      return decodeSortableDecimal(encodeSortableDecimal(parseDecimal(element as string) as BigDecimal))
    default:
      return element
  }
}

/** The value that an id stands for in its column. */
export function idToColumn(kind: ValueKind, id: EntityId): string | bigint | Uint8Array {
  if (kind === 'Bytes') return Buffer.from(id.slice(2), 'hex')
  return kind === 'Int8' ? BigInt(id) : id
}

function isBigDecimal(value: Value): value is BigDecimal {
  return typeof value === 'object' && value !== null && 'digits' in value && 'exp' in value
}

function checkText(value: Value, fieldName: string): string {
  if (typeof value !== 'string') throw mismatch(fieldName, 'of type String')
  // SQLite would cut the text at U+0000 and replace lone surrogates, so that memory and disk would differ.
  if (value.includes('\0') || !value.isWellFormed())
    throw mismatch(fieldName, 'well-formed text without U+0000')
  return value
}

function mismatch(fieldName: string, expected: string): StoreError {
  return new StoreError(`the value of field \`${fieldName}\` is not ${expected}`)
}
