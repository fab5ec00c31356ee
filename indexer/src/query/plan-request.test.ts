import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'graphql'
import { parseSchema } from '../schema/parse-schema.ts'
import { buildApiSchema } from './api-schema.ts'
import { type Compatibility, planRequest, type QueryRequest, RequestErrors } from './plan-request.ts'

const api = buildApiSchema(parseSchema('type User @entity { id: ID! kind: Kind n: Int } enum Kind { A }'))

function plan(query: string, rest: Partial<QueryRequest> = {}, compatibility: Compatibility = 'lenient') {
  return planRequest(api, parse(query), { query, ...rest }, compatibility)
}

test('plans each root field with its block and its policy', () => {
  const { fields } = plan(
    '{ a: users(block: {number: 5}) { id } user(id: 1, subgraphError: allow) { id } _meta { deployment } __typename }',
  )
  assert.deepEqual(
    fields.map(({ key, kind, block, allowsErrors }) => [key, kind, block, allowsErrors]),
    [
      ['a', 'entities', { kind: 'number', number: 5 }, false],
      ['user', 'entities', undefined, true],
      ['_meta', 'meta', undefined, false],
      ['__typename', 'text', undefined, false],
    ],
  )
})

test('leaves out a field of which nothing is selected', () => {
  assert.deepEqual(plan('{ users _meta }').fields, [])
})

test('reads variables by their declaration', () => {
  const query = 'query ($n: Int = 3, $m: Int!) { users(first: $n, skip: $m) { id } }'
  const sqlOf = (variables: Record<string, unknown>) => {
    const [field] = plan(query, { variables }).fields
    return field?.kind === 'entities' ? field.compile(undefined).sql : ''
  }
  assert.match(sqlOf({ m: 1 }), /LIMIT 3 OFFSET 1/)
  assert.match(sqlOf({ n: null, m: 1, extra: 5 }), /LIMIT 100 OFFSET 1/)
  assert.throws(() => sqlOf({}), /No value provided for required variable `m`/)
  assert.throws(() => sqlOf({ m: 'x' }), /Invalid value provided for argument `m`: String\("x"\)/)
  assert.throws(() => plan('query ($n: Nope) { users { id } }'), /Variable `n` must have an input type/)
})

test('takes the only operation, whatever its name', () => {
  const two = 'query A { users { id } } query B { _meta { deployment } }'
  assert.equal(plan('query A { users { id } }', { operationName: 'Z' }).fields.length, 1)
  assert.deepEqual(
    plan(two, { operationName: 'B' }).fields.map(({ key }) => key),
    ['_meta'],
  )
  assert.deepEqual(plan(two, { operationName: 'B' }).traps, ['Operation name required'])
  for (const operationName of [null, 'Z'])
    assert.throws(() => plan(two, { operationName }), /Operation name required/)
  assert.throws(() => plan(two, { operationName: 'B' }, 'strict'), /Operation name required/)
})

test('reports all unknown fields at once', () => {
  assert.throws(
    () => plan('{ cats users { nope } }'),
    (error) => error instanceof RequestErrors && error.errors.length === 2,
  )
})

test('an error after a trap is the trap, unless traps are of no interest', () => {
  const query = '{ users(orderBy: kind, where: {n_gt: null}) { id } }'
  assert.throws(() => plan(query), /unsupported filter/)
  assert.throws(() => plan(query, {}, 'portable'), /Ordering by `kind`/)
  assert.throws(() => plan(query, {}, 'strict'), /Ordering by `kind`/)
})
