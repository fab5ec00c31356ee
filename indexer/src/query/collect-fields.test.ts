import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildSchema, type FragmentDefinitionNode, type GraphQLObjectType, Kind, parse } from 'graphql'
import { checkMerge, collectFields } from './collect-fields.ts'
import { readJson, type Variables } from './input-value.ts'

function collect(source: string, variables: Variables = new Map()) {
  const { definitions } = parse(source)
  const fragments = new Map(
    definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  )
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  return collectFields([operation?.selectionSet as never], 'User', { fragments, variables })
}
const keys = (source: string, variables?: Variables) => collect(source, variables).map(({ key }) => key)

test('expands fragments on the type and leaves out those on others', () => {
  assert.deepEqual(
    keys('{ a ...F ... on Pet { x } ... { c } } fragment F on User { b ...G } fragment G on Pet { y }'),
    ['a', 'b', 'c'],
  )
  assert.throws(() => keys('{ ...Nope }'), /Unknown fragment `Nope`/)
})

test('the first field of a response key counts, with the selections of all', () => {
  const [field, ...rest] = collect('{ a(first: 1) { x } a(first: 2) { y } }')
  assert.deepEqual(rest, [])
  assert.equal(
    field?.node.arguments?.[0]?.value.kind === Kind.INT && field.node.arguments[0].value.value,
    '1',
  )
  assert.equal(field?.selections.length, 2)
  assert.equal(field?.others.length, 1)
})

test('skip and include: a missing condition leaves out, one that is no Boolean is ignored', () => {
  assert.deepEqual(
    keys('{ a @skip(if: true) b @include(if: false) c @skip(if: false) @include(if: true) }'),
    ['c'],
  )
  assert.deepEqual(keys('{ a @skip b @include c @skip(if: 1) d @include(if: 0) e @other }'), ['c', 'd', 'e'])
  const variables = new Map([['yes', readJson(true)]])
  assert.deepEqual(keys('{ a @skip(if: $yes) b @include(if: $yes) c @skip(if: $none) }', variables), [
    'b',
    'c',
  ])
})

test('fields of different types do not merge', () => {
  const schema = buildSchema('type Query { a: A b: B n: Int } type A { x: Int } type B { x: Int }')
  const typeOf = (name: string) => (schema.getQueryType() as GraphQLObjectType).getFields()[name]?.type
  const check = (source: string) => {
    for (const field of collect(source)) checkMerge(field, typeOf)
  }
  check('{ k: a { x } k: a { x } m: n m: n }')
  assert.throws(
    () => check('{ k: a { x } k: b { x } }'),
    /can not merge fields because type `B` showed up unexpectedly/,
  )
})
