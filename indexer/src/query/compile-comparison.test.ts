import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import type { EntityModel, FieldModel } from '../schema/schema-model.ts'
import { buildApiSchema } from './api-schema.ts'
import { compileComparison } from './compile-comparison.ts'
import type { FilterOperator } from './filter-keys.ts'
import { SqlContext } from './sql-context.ts'

const model = parseSchema(
  'type User @entity { id: Bytes! name: String boss: User raw: Bytes n: Int tags: [String!] }',
)
const user = model.entities.get('User') as EntityModel

/** SQL and parameters, or the error. */
function compile(name: string, operator: FilterOperator, input: unknown) {
  const traps: string[] = []
  const scope = { fragments: new Map(), variables: new Map() }
  const context = new SqlContext(buildApiSchema(model), scope, (message) => traps.push(message), undefined)
  try {
    const sql = compileComparison(context, user.fields.get(name) as FieldModel, operator, input, 'c')
    context.throwRefusals()
    return [sql, ...context.parameters, ...traps]
  } catch (error) {
    return (error as Error).message
  }
}

test('null is tested for, never compared', () => {
  assert.deepEqual(compile('n', '', null), ['c IS NULL'])
  assert.deepEqual(compile('n', 'not', null), ['c IS NOT NULL'])
  assert.equal(compile('n', 'gte', null), 'Store error: unsupported filter `>=` for value `null`')
  assert.equal(
    compile('name', 'not_ends_with_nocase', null),
    'Store error: unsupported filter ` not ilike ` for value `null`',
  )
  assert.equal(
    compile('name', 'contains_nocase', null),
    'Failed to get entities from store: unsupported filter `contains` for value `null`',
  )
  assert.equal(
    compile('tags', 'contains', null),
    'Failed to get entities from store: unsupported filter `contains` for value `null`',
  )
})

test('an empty list matches nothing', () => {
  assert.deepEqual(compile('n', 'in', []), ['FALSE'])
  assert.deepEqual(compile('n', 'not_in', []), ['FALSE'])
  assert.deepEqual(compile('n', 'not_in', [1, 2]), ['c NOT IN (?1, ?2)', 1, 2])
  assert.equal(compile('n', 'in', null), 'Non-list value passed to `_in` filter')
})

test('a text with wildcards becomes a pattern, another a plain comparison', () => {
  assert.deepEqual(compile('name', 'contains', 'a'), ['instr(c, ?1) > 0', 'a'])
  assert.deepEqual(compile('name', 'starts_with', 'a_'), ['"$like"(?1, c, 0)', 'a_%'])
  assert.deepEqual(compile('name', 'not_ends_with_nocase', '%a'), ['NOT ("$like"(?1, c, 1))', '%%a'])
  assert.deepEqual(compile('name', 'contains', 'a_'), ['"$like"(?1, c, 0)', '%a_%'])
  assert.deepEqual(compile('name', 'contains', 'a%'), ['"$like"(?1, c, 0)', 'a%'])
  assert.match(String(compile('name', 'ends_with', '\\')[2]), /must not end with escape character/)
})

test('bytes know contains and nothing else of the text filters', () => {
  assert.deepEqual(compile('raw', 'not_contains', '0xab'), ['NOT (instr(c, ?1) > 0)', Buffer.from([0xab])])
  assert.equal(
    compile('boss', 'contains_nocase', '0x1'),
    'Store error: unsupported filter `contains_nocase` for value `0x1`',
  )
  const signs = {
    starts_with: '~~',
    not_starts_with: '!~~',
    ends_with_nocase: '~~*',
    not_ends_with_nocase: '!~~*',
  } as const
  for (const [operator, sign] of Object.entries(signs)) {
    assert.equal(
      compile('boss', operator as FilterOperator, '0x'),
      `Failed to get entities from store: operator does not exist: bytea ${sign} text`,
    )
  }
  assert.equal(compile('boss', 'gt', '0x1'), 'Store error: store error: Odd number of digits')
  assert.equal(compile('raw', 'gt', '0x1'), 'Failed to decode `Bytes` value: `Odd number of digits`')
})
