import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import type { FieldModel } from '../schema/schema-model.ts'
import {
  columnType,
  decodeColumn,
  encodeColumn,
  encodeListElement,
  idToColumn,
  type SqlValue,
} from './column-codec.ts'
import type { Value } from './store.ts'

const { entities } =
  parseSchema(`type T @entity { id: ID! text: String bytes: Bytes int: Int int8: Int8 at: Timestamp big: BigInt ratio: BigDecimal ok: Boolean
  bigs: [BigInt!] ratios: [BigDecimal!] blobs: [Bytes!] oks: [Boolean!] ints: [Int!] }`)
const field = (name: string) => entities.get('T')?.fields.get(name) as FieldModel

/** As SQLite gives it back: integers as bigint. */
const stored = (value: SqlValue): SqlValue => (typeof value === 'number' ? BigInt(value) : value)

test('every kind of value comes back', () => {
  const cases: [name: string, value: Value, type: string][] = [
    ['text', 'x', 'TEXT'],
    ['bytes', Uint8Array.of(1, 2), 'BLOB'],
    ['int', -5, 'INTEGER'],
    ['int8', -(2n ** 63n), 'INTEGER'],
    ['at', 5n, 'INTEGER'],
    ['big', -(10n ** 50n), 'TEXT'],
    ['ratio', { digits: -15n, exp: -3 }, 'TEXT'],
    ['ok', true, 'INTEGER'],
    ['bigs', [1n, -(10n ** 40n)], 'TEXT'],
    ['ratios', [{ digits: 15n, exp: -1 }], 'TEXT'],
    ['blobs', [Uint8Array.of(0xab)], 'TEXT'],
    ['oks', [true, false], 'TEXT'],
    ['ints', [], 'TEXT'],
  ]
  for (const [name, value, type] of cases) {
    assert.equal(columnType(field(name)), type)
    assert.deepEqual(decodeColumn(field(name), stored(encodeColumn(field(name), value))), value, name)
    assert.equal(decodeColumn(field(name), encodeColumn(field(name), null)), null)
  }
})

test('refuses values of another type and texts that SQLite would change', () => {
  const cases: [name: string, value: Value][] = [
    ['text', 5],
    ['text', 'a\0b'],
    ['text', '\ud800'],
    ['bytes', 'x'],
    ['int', 1.5],
    ['int', 5n],
    ['int8', 2n ** 63n],
    ['at', 5],
    ['big', 5],
    ['ratio', 5n],
    ['ok', 1],
    ['bigs', 5n],
    ['bigs', [5]],
  ]
  for (const [name, value] of cases)
    assert.throws(() => encodeColumn(field(name), value), /StoreError: the value of field/, name)
})

test('elements and ids', () => {
  assert.equal(encodeListElement('BigDecimal', { digits: 15n, exp: -1 }, 'x'), '1.5')
  assert.deepEqual(
    [idToColumn('Bytes', '0xab'), idToColumn('Int8', '5'), idToColumn('String', 'a')],
    [Buffer.from([0xab]), 5n, 'a'],
  )
})
