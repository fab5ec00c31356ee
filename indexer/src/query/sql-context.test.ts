import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import type { EntityModel, FieldModel } from '../schema/schema-model.ts'
import { buildApiSchema } from './api-schema.ts'
import { linkCondition, quoteText, SqlContext, targetOf } from './sql-context.ts'

const model = parseSchema(`
  type User @entity { id: Bytes! pets: [Pet!]! likes: [User!]! @derivedFrom(field: "liked") liked: [User!]! boss: User }
  type Pet @entity(immutable: true) { id: Int8! owner: User! }
`)
const entity = (name: string) => model.entities.get(name) as EntityModel
const fieldOf = (type: string, name: string) => entity(type).fields.get(name) as FieldModel
const open = (block?: number) =>
  new SqlContext(buildApiSchema(model), { fragments: new Map(), variables: new Map() }, () => {}, block)

test('reads the latest versions, or those of a block', () => {
  assert.equal(open().sourceOf(entity('User')), '"User"')
  assert.match(
    open(5).sourceOf(entity('User')),
    /"\$from" <= 5 UNION ALL .*"User\$past" WHERE "\$from" <= 5 AND "\$to" > 5\)$/,
  )
  assert.doesNotMatch(open(5).sourceOf(entity('Pet')), /UNION/, 'what is immutable has no past versions')
})

test('bounds values and rows', () => {
  const context = open()
  assert.deepEqual([context.bind('a'), context.bind('b'), context.parameters], ['?1', '?2', ['a', 'b']])
  assert.throws(() => {
    for (;;) context.bind(1)
  }, /more than 30000 values/)
  assert.throws(() => {
    for (;;) context.newRow()
  }, /more than 1000 relations/)
})

test('raises errors of the store before those of PostgreSQL', () => {
  const context = open()
  context.throwRefusals()
  assert.equal(context.refuse('sql', 'late'), 'FALSE')
  assert.throws(() => context.throwRefusals(), /late/)
  context.refuse('store', 'early')
  assert.throws(() => context.throwRefusals(), /early/)
})

test('links rows by reference, list and derived field', () => {
  const link = (type: string, name: string) => {
    const context = open()
    const [parent, child] = [context.newRow(), context.newRow()]
    return linkCondition(model, entity(type), fieldOf(type, name), parent, child)
  }
  assert.equal(link('User', 'boss'), 'r2."id" = r1."boss"')
  assert.equal(link('User', 'pets'), 'r2."id" IN (SELECT CAST(value AS INTEGER) FROM json_each(r1."pets"))')
  assert.match(
    link('User', 'likes'),
    /^EXISTS \(SELECT 1 FROM json_each\(r2\."liked"\) WHERE value = '0x' \|\| lower\(hex\(r1\."id"\)\)\)$/,
  )
  assert.throws(() => targetOf(model, fieldOf('Pet', 'id')), TypeError)
})

test('quotes texts', () => assert.equal(quoteText("it's"), "'it''s'"))
