import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FieldDefinitionNode, type ObjectTypeDefinitionNode, parse } from 'graphql'
import { buildField, findDirective, lineOf } from './build-field.ts'
import type { IdKind } from './schema-model.ts'

const enums = new Map([['Kind', ['A']]])
const idKinds = new Map<string, IdKind>([
  ['Pet', 'Int8'],
  ['User', 'Bytes'],
])

function build(source: string) {
  const [object] = parse(`type User {\n ${source} }`).definitions as [ObjectTypeDefinitionNode]
  const [node] = object.fields as readonly [FieldDefinitionNode]
  return buildField('User', node, enums, idKinds)
}

test('reads kind, list, required and derived', () => {
  assert.deepEqual(build('pets: [Pet!]! @derivedFrom(field: "owner")'), {
    name: 'pets',
    kind: 'reference',
    typeName: 'Pet',
    valueKind: 'Int8',
    isList: true,
    isRequired: true,
    derivedFrom: 'owner',
    line: 2,
  })
  const { kind, valueKind, isList, isRequired, derivedFrom } = build('k: Kind')
  assert.deepEqual(
    [kind, valueKind, isList, isRequired, derivedFrom],
    ['enum', 'String', false, false, undefined],
  )
  assert.deepEqual(
    [build('id: ID!').valueKind, build('n: BigInt!').valueKind, build('u: User').valueKind],
    ['String', 'BigInt', 'Bytes'],
  )
})

test('names field and line of what is wrong', () => {
  const cases: [source: string, message: RegExp][] = [
    ['_x: Int', /type User, line 2: field `_x`: names that begin with an underscore are reserved/],
    ['x(a: Int): Int', /fields of entities take no arguments/],
    ['x: Int @unique', /directive @unique is not supported/],
    ['x: [Int]', /lists must be of the form/],
    ['x: [[Int!]!]', /lists must be of the form/],
    ['x: Nope', /type Nope is not declared/],
    ['x: Pet @derivedFrom', /@derivedFrom needs `field: "name"`/],
  ]
  for (const [source, message] of cases) assert.throws(() => build(source), message)
})

test('finds directives and lines', () => {
  const [object] = parse('\ntype T @entity { id: ID! }').definitions as [ObjectTypeDefinitionNode]
  assert.equal(findDirective(object, 'entity')?.name.value, 'entity')
  assert.equal(findDirective(object, 'other'), undefined)
  assert.deepEqual([lineOf(object), lineOf({})], [2, 0])
})
