import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OperationDefinitionNode, parse } from 'graphql'
import { parseSchema } from '../schema/parse-schema.ts'
import type { EntityModel } from '../schema/schema-model.ts'
import { buildApiSchema } from './api-schema.ts'
import { type CollectionArguments, compileCollection, compileOne } from './compile-selection.ts'
import { SqlContext } from './sql-context.ts'

const model =
  parseSchema(`type User @entity { id: ID! boss: User head: User! pets: [Pet!]! @derivedFrom(field: "owner") car: Pet @derivedFrom(field: "driver") }
  type Pet @entity { id: ID! owner: User! driver: User }`)
const entity = model.entities.get('User') as EntityModel

function compile(selection: string, values: CollectionArguments | undefined = {}) {
  const traps: string[] = []
  const scope = { fragments: new Map(), variables: new Map() }
  const context = new SqlContext(buildApiSchema(model), scope, (message) => traps.push(message), undefined)
  const [operation] = parse(selection).definitions as [OperationDefinitionNode]
  const target = { entity, key: 'users', selections: [operation.selectionSet], depth: 1 }
  return {
    sql: compileCollection(context, target, values),
    one: () => compileOne(context, target, () => 'TRUE'),
    traps,
  }
}

test('bounds rows, and picks them before it builds their JSON', () => {
  const { sql } = compile('{ id }', { first: 5, skip: 2 })
  assert.match(sql, /group_concat\(concat\('\{"id":', json_quote\(r2\."id"\), '\}'\), ','\)/)
  assert.match(sql, /ORDER BY r1\."id" LIMIT 5 OFFSET 2\) AS r2\)$/)
  assert.match(compile('{ id }').sql, /LIMIT 100 OFFSET 0/)
  assert.throws(
    () => compile('{ id }', { first: 0 }),
    /`first` argument must be between 0 and 1000, but is 0/,
  )
  assert.throws(() => compile('{ id }', { skip: -1 }), /`skip` argument must be between 0 and 4294967295/)
  assert.throws(
    () => compile('{ pets(first: -1) { id } }'),
    /potentially returns `18446744073709551615` entities/,
  )
  assert.match(compile('{ id }').one(), /LIMIT 1\) AS r\d+\)$/)
})

test('a missing entity is null, or an error where there must be one; a second one is an error', () => {
  assert.match(compile('{ boss { id } }').sql, /coalesce\(.*, 'null'\)/)
  assert.match(
    compile('{ head { id } }').sql,
    /coalesce\(.*"\$fail"\('Null value resolved for non-null field `head`', 1, 3\)\)/,
  )
  assert.match(
    compile('{ car { id } }').sql,
    /CASE WHEN .* > 1 THEN "\$fail"\('Ambiguous result for derived field `car`/,
  )
})

test('what selects nothing is left out; an entity without any field is a trap', () => {
  assert.deepEqual(compile('{ id boss pets }').traps, [])
  assert.doesNotMatch(compile('{ id boss pets }').sql, /boss|pets/)
  assert.deepEqual(compile('{ boss }').traps, [
    'Failed to get entities from store: internal error resolving User.users: expected prefetched result, but found nothing',
  ])
})
