import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import type { EntityModel, FieldModel } from '../schema/schema-model.ts'
import { columnType } from './column-codec.ts'
import { EntityTable } from './entity-table.ts'
import type { EntityData, Value } from './store.ts'
import { createTableSql, latestTable, pastTable } from './table-names.ts'

const { entities } =
  parseSchema(`type Pet @entity { id: ID! owner: Owner owners: [Owner!] } type Owner @entity { id: Bytes! }
  type Fact @entity(immutable: true) { id: Int8! }`)
const entity = (name: string) => entities.get(name) as EntityModel
const data = (fields: Record<string, Value>): EntityData => new Map(Object.entries(fields))

function open(name: string) {
  const database = new DatabaseSync(':memory:')
  database.exec(createTableSql(entity(name), columnType))
  const count = (table: string) => Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)
  return { table: new EntityTable(database, entity(name)), count }
}

test('keeps a past version for each change, and reopens it when the change is undone', () => {
  const { table, count } = open('Pet')
  const versions = [
    data({ id: 'a', owner: Uint8Array.of(1) }),
    data({ id: 'a', owner: Uint8Array.of(2) }),
  ] as const
  table.insert(1, versions[0])
  table.replace(3, 'a', versions[1])
  assert.deepEqual(table.get('a')?.get('owner'), versions[1].get('owner'))
  table.remove(5, 'a')
  assert.equal(table.get('a'), undefined)
  assert.deepEqual([count(latestTable(entity('Pet'))), count(pastTable(entity('Pet')))], [0, 2])
  table.revertTo(4)
  assert.deepEqual(table.get('a')?.get('owner'), versions[1].get('owner'))
  table.revertTo(2)
  assert.deepEqual(table.get('a')?.get('owner'), versions[0].get('owner'))
  table.revertTo(0)
  assert.deepEqual([count(latestTable(entity('Pet'))), count(pastTable(entity('Pet')))], [0, 0])
})

test('finds what refers to an id, by a field and by a list', () => {
  const { table } = open('Pet')
  table.insert(1, data({ id: 'b', owner: Uint8Array.of(1) }))
  table.insert(1, data({ id: 'a', owner: Uint8Array.of(1), owners: [Uint8Array.of(2)] }))
  const find = (field: string, id: string) =>
    table.findReferring(entity('Pet').fields.get(field) as FieldModel, id).map((found) => found.get('id'))
  assert.deepEqual(
    [find('owner', '0x01'), find('owner', '0x02'), find('owners', '0x02')],
    [['a', 'b'], [], ['a']],
  )
})

test('an immutable entity is neither changed nor removed', () => {
  const { table } = open('Fact')
  table.insert(1, data({ id: 5n }))
  assert.throws(() => table.replace(2, '5', data({ id: 5n })), /immutable/)
  assert.throws(() => table.remove(2, '5'), /immutable/)
  table.revertTo(0)
  assert.equal(table.get('5'), undefined)
})
