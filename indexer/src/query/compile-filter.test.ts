import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import type { EntityModel } from '../schema/schema-model.ts'
import { buildApiSchema } from './api-schema.ts'
import { compileFilter } from './compile-filter.ts'
import { SqlContext } from './sql-context.ts'

const model = parseSchema('type User @entity { id: ID! n: Int boss: User }')
const user = model.entities.get('User') as EntityModel

function compile(where: Record<string, unknown>) {
  const traps: string[] = []
  const scope = { fragments: new Map(), variables: new Map() }
  const context = new SqlContext(buildApiSchema(model), scope, (message) => traps.push(message), undefined)
  return [compileFilter(context, user, context.newRow(), where), ...traps]
}

test('joins conditions, and branches by their operator', () => {
  assert.deepEqual(compile({}), ['TRUE'])
  assert.deepEqual(compile({ n: 1, n_gt: 2 }), ['(r1."n" = ?1 AND r1."n" > ?2)'])
  assert.deepEqual(compile({ or: [{ n: 1 }, { and: [{ n: 2 }, {}] }] }), [
    '(((r1."n" = ?1) OR (((r1."n" = ?2) AND TRUE))))',
  ])
  assert.deepEqual(compile({ or: [] }), ['(FALSE)'])
  assert.deepEqual(compile({ and: [] }), ['(TRUE)'])
  assert.deepEqual(compile({ and: [{ n: 1 }], or: [{ n: 2 }] }).length, 1, 'both together are no trap')
  assert.deepEqual(compile({ _change_block: { number_gte: 5 } }), ['(r1."$from" >= ?1)'])
})

test('a filter on the entity referred to asks for one that fits', () => {
  assert.match(
    String(compile({ boss_: { n: 1 } })[0]),
    /^\(EXISTS \(SELECT 1 FROM "User" AS r2 WHERE r2\."id" = r1\."boss" AND \(r2\."n" = \?1\)\)\)$/,
  )
  assert.throws(
    () => compile({ boss_: { boss_: { n: 1 } } }),
    /Child filter nesting not supported by value `boss`/,
  )
  assert.throws(() => compile({ boss_: null }), /invalid type `User`: `null`/)
})

test('refuses what graph-node refuses, and notes what it fails at', () => {
  assert.throws(
    () => compile({ or: [{ n: 1 }], n_gt: 2 }),
    /Found column filter\(s\) 'n_gt' alongside 'or' operator/,
  )
  assert.deepEqual(compile({ and: [{ n: 1 }], n_gt: 2 })[1], 'Filter must by an object')
  for (const wrong of [{ and: null }, { or: [null] }, { _change_block: null }, { _change_block: {} }]) {
    assert.throws(() => compile(wrong), /Filter must by an object/)
  }
  assert.throws(() => compile({ nope: 1 }), /has no attribute `nope`/)
})
