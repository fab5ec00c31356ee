import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildSchema, type FieldNode, type OperationDefinitionNode, parse } from 'graphql'
import { toPlain } from './input-value.ts'
import { readArguments } from './read-arguments.ts'

const schema = buildSchema('type Query { one(id: ID!, n: Int, kind: Int! = 3): Int }')

function read(source: string): Record<string, unknown> {
  const [operation] = parse(source).definitions as [OperationDefinitionNode]
  const [field] = operation.selectionSet.selections as [FieldNode]
  const definitions = schema.getQueryType()?.getFields().one?.args ?? []
  const inputs = readArguments(definitions, field, new Map(), () => {})
  return Object.fromEntries([...inputs].map(([name, value]) => [name, toPlain(value)]))
}

test('ignores unknown arguments and takes the first of two', () => {
  assert.deepEqual(read('{ one(id: 5, nope: 1, n: 1, n: 2) }'), { id: '5', n: 1 })
  assert.deepEqual(read('{ one(id: "a", n: null) }'), { id: 'a', n: null })
})

test('names the argument that is missing or does not fit', () => {
  assert.throws(() => read('{ one(n: 1) }'), /^QueryError: No value provided for required argument: `id`$/)
  assert.throws(() => read('{ one(id: null) }'), /Invalid value provided for argument `id`: Null/)
  assert.throws(() => read('{ one(id: $gone) }'), /Invalid value provided for argument `id`: Null/)
  assert.throws(() => read('{ one(id: 1, kind: null) }'), /Invalid value provided for argument `kind`: Null/)
})
