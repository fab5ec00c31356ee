import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import type { EntityModel } from '../schema/schema-model.ts'
import { buildApiSchema } from './api-schema.ts'
import { compileOrder } from './compile-order.ts'
import { SqlContext } from './sql-context.ts'

const model = parseSchema(`
  enum Kind { A }
  type User @entity { id: Bytes! name: String kind: Kind! boss: User friends: [User!]! n: Int! }
`)
const user = model.entities.get('User') as EntityModel

function order(orderBy?: string, direction?: string, isNested = false) {
  const traps: string[] = []
  const scope = { fragments: new Map(), variables: new Map() }
  const context = new SqlContext(buildApiSchema(model), scope, (message) => traps.push(message), undefined)
  const sql = compileOrder(context, user, context.newRow(), { orderBy, direction, isNested })
  return { sql, traps }
}

test('orders by a field and then by id in the same direction, with null as the largest', () => {
  assert.equal(order('n').sql, 'r1."n", r1."id"')
  assert.equal(order('name', 'desc').sql, 'r1."name" DESC NULLS FIRST, r1."id" DESC')
  assert.equal(order('name', 'asc').sql, 'r1."name" NULLS LAST, r1."id"')
  assert.equal(order('id', 'desc').sql, 'r1."id" DESC')
})

test('a direction alone is ignored', () => assert.equal(order(undefined, 'desc').sql, 'r1."id"'))

test('orders by the field of a reference', () => {
  assert.match(
    order('boss__n', 'desc').sql,
    /^\(SELECT r2\."n" FROM .* LIMIT 1\) DESC NULLS FIRST, r1\."id" DESC$/,
  )
  assert.deepEqual(order('boss__n').traps, [])
})

test('what graph-node does not order by is a trap, a list an error', () => {
  assert.deepEqual(order('kind').traps, ['Ordering by `kind` is not supported for type `User`'])
  assert.deepEqual(order('boss').traps, ['Ordering by `boss` is not supported for type `User`'])
  assert.deepEqual(order('boss__kind').traps, ['Ordering by `kind` is not supported for type `User`'])
  assert.match(order('boss__n', 'asc', true).traps[0] ?? '', /SortKey::ChildKey/)
  assert.throws(() => order('friends'), /Ordering by `friends` is not supported for type `User`/)
})
