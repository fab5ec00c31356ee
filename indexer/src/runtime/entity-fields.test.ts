import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import type { EntityModel } from '../schema/schema-model.ts'
import { StoreKind, type StoreValue } from '../wasm/store-values.ts'
import { mergeFields } from './entity-fields.ts'

const schema = parseSchema(
  'enum Kind { A } type T @entity { id: ID! name: String! n: Int8 kind: Kind tags: [String!] up: T down: [T!]! @derivedFrom(field: "up") }',
)
const model = schema.entities.get('T') as EntityModel
const text = (value: string): StoreValue => ({ kind: StoreKind.string, value })
const NULL: StoreValue = { kind: StoreKind.null }
const merge = (fields: Record<string, StoreValue>, base?: ReadonlyMap<string, never>) =>
  mergeFields(schema, model, { text: 'x', value: 'x' }, base as never, new Map(Object.entries(fields)))

test('merges into the state; null takes a field away', () => {
  const first = merge({ name: text('a'), kind: text('A'), n: { kind: StoreKind.int, value: 5 } })
  assert.deepEqual(
    first,
    new Map<string, unknown>([
      ['id', 'x'],
      ['name', 'a'],
      ['kind', 'A'],
      ['n', 5n],
    ]),
  )
  const second = merge(
    { kind: NULL, tags: { kind: StoreKind.array, value: [text('t')] }, up: text('y') },
    first as never,
  )
  assert.deepEqual(
    second,
    new Map<string, unknown>([
      ['id', 'x'],
      ['name', 'a'],
      ['n', 5n],
      ['tags', ['t']],
      ['up', 'y'],
    ]),
  )
  assert.equal(first.get('kind'), 'A', 'the state before stays')
})

test('refuses what the schema does not allow', () => {
  assert.throws(() => merge({}), /missing value for non-nullable field `name`/)
  assert.throws(() => merge({ name: NULL }), /missing value/)
  assert.throws(
    () => merge({ name: text('a'), down: text('y') }),
    /field `down` is derived and can not be set/,
  )
  assert.throws(
    () => merge({ name: { kind: StoreKind.int, value: 5 } }),
    /field `name` must have type String but has type Int/,
  )
  assert.throws(
    () => merge({ name: text('a'), tags: text('t') }),
    /must have type \[String\] but has type String/,
  )
  const mixed: StoreValue = { kind: StoreKind.array, value: [text('t'), NULL] }
  assert.throws(
    () => merge({ name: text('a'), tags: mixed }),
    /at index 1 must have type String but has type Null/,
  )
  assert.throws(() => merge({ name: text('a'), kind: text('B') }), /`B` is not a value of the enum Kind/)
})
