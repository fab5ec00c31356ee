import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildSchema, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse } from 'graphql'
import { validateSelections } from './validate-document.ts'

const schema = buildSchema('type Query { users: [User!]! } type User { id: ID! boss: User }')

function errorsOf(source: string): string[] {
  const { definitions } = parse(source)
  const fragments = new Map(
    definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  )
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  return validateSelections(schema, operation as OperationDefinitionNode, fragments).map(
    ({ message }) => message,
  )
}

test('finds all unknown fields and types', () => {
  assert.deepEqual(
    errorsOf('{ cats users { id nope boss { nope2 } ... on Dog { x } } __schema { types { bad } } }'),
    [
      'Type `Query` has no field `cats`',
      'Type `User` has no field `nope`',
      'Type `User` has no field `nope2`',
      'Failed to resolve named type `Dog`',
      'Type `__Type` has no field `bad`',
    ],
  )
})

test('leaves everything else alone', () => {
  const source = `query ($unused: Int) { users(nope: 1, nope: 2) { id { x } ...F ... on Query { users { id } } __typename } __type(name: "User") { name } }
    fragment F on User { boss } fragment Unused on Nope { x }`
  assert.deepEqual(errorsOf(source), [])
})

test('finds fragments that contain themselves, in time that does not grow with the paths to them', () => {
  assert.deepEqual(
    errorsOf('{ users { ...A } } fragment A on User { boss { ...B } } fragment B on User { ...A }'),
    ['query has fragment cycle including `A`'],
  )
  const chain = Array.from(
    { length: 60 },
    (_, i) => `fragment F${i} on User { a: boss { ...F${i + 1} } b: boss { ...F${i + 1} } }`,
  )
  assert.deepEqual(errorsOf(`{ users { ...F0 } } ${chain.join(' ')} fragment F60 on User { id }`), [])
})
