import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import type { FieldModel } from '../schema/schema-model.ts'
import { encodeColumn } from '../store/column-codec.ts'
import type { Value } from '../store/store.ts'
import { addFieldValue, JsonText } from './json-sql.ts'

const database = new DatabaseSync(':memory:')
const { entities } = parseSchema(`enum Kind { A } type T @entity {
  id: ID! text: String bytes: Bytes! int: Int! int8: Int8! big: BigInt ratio: BigDecimal! ok: Boolean! at: Timestamp! kind: Kind list: [BigInt!] }`)

/** The JSON of a field's value, as SQLite makes it. */
function jsonOf(name: string, value: Value): unknown {
  const field = entities.get('T')?.fields.get(name) as FieldModel
  const json = new JsonText().literal('{"x":')
  addFieldValue(json, field, 'c')
  const sql = `SELECT ${json.literal('}').toSql()} AS json FROM (SELECT ? AS c)`
  return JSON.parse(String(database.prepare(sql).get(encodeColumn(field, value))?.json)).x
}

test('gives each kind of value its JSON', () => {
  const cases: [name: string, value: Value, json: unknown][] = [
    ['text', 'a "quoted"\n\u{1f600}', 'a "quoted"\n\u{1f600}'],
    ['text', null, null],
    ['bytes', Uint8Array.of(0, 0xab), '0x00ab'],
    ['int', -5, -5],
    ['int8', 2n ** 62n, String(2n ** 62n)],
    ['big', -(10n ** 40n), `-1${'0'.repeat(40)}`],
    ['big', null, null],
    ['ratio', { digits: -15n, exp: -3 }, '-0.015'],
    ['ok', false, false],
    ['at', 1_700_000_000_000_001n, '1700000000000001'],
    ['kind', 'A', 'A'],
    ['kind', null, null],
    ['list', [1n, 2n], ['1', '2']],
    ['list', null, null],
  ]
  for (const [name, value, json] of cases) assert.deepEqual(jsonOf(name, value), json, name)
})

test('joins more pieces than SQLite allows arguments', () => {
  const json = new JsonText()
  for (let i = 0; i < 3_000; i++) json.literal(`'${i},`).expression(String(i % 7))
  const text = String(database.prepare(`SELECT ${json.toSql()} AS text`).get()?.text)
  assert.equal(text, Array.from({ length: 3_000 }, (_, i) => `'${i},${i % 7}`).join(''))
})
