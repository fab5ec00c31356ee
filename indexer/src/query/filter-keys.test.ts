import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import type { EntityModel } from '../schema/schema-model.ts'
import { filterKeysOf, orderKeysOf } from './filter-keys.ts'

const model = parseSchema(`
  enum Kind { A }
  type User @entity { id: Bytes! kind: Kind! pet: Pet tags: [String!]! pets: [Pet!]! @derivedFrom(field: "owner") }
  type Pet @entity { id: Int8! owner: User! name: String }
`)
const entity = (name: string) => model.entities.get(name) as EntityModel
const keysOf = (type: string, field: string) =>
  filterKeysOf(entity(type))
    .filter((key) => key.field.name === field)
    .map(({ key, inputType }) => `${key}: ${inputType}`)

test('offers the operators of each kind of field', () => {
  assert.deepEqual(keysOf('User', 'kind'), [
    'kind: Kind',
    'kind_not: Kind',
    'kind_in: [Kind!]',
    'kind_not_in: [Kind!]',
  ])
  assert.deepEqual(keysOf('User', 'pets'), ['pets_: Pet_filter'], 'a derived field only leads on')
  assert.equal(keysOf('User', 'pet').at(-1), 'pet_: Pet_filter')
  assert.equal(keysOf('User', 'pet')[0], 'pet: Int', 'an Int8 id is an Int')
  assert.equal(keysOf('Pet', 'owner')[0], 'owner: String', 'other ids are a String')
  assert.equal(keysOf('Pet', 'owner').length, 8 + 12 + 1)
  assert.deepEqual(
    keysOf('User', 'tags').map((key) => key.split(':')[0]),
    [
      'tags',
      'tags_not',
      'tags_contains',
      'tags_not_contains',
      'tags_contains_nocase',
      'tags_not_contains_nocase',
    ],
  )
})

test('orders by all fields and by the scalars of single references', () => {
  assert.deepEqual(orderKeysOf(entity('Pet'), model), ['id', 'owner', 'owner__id', 'owner__kind', 'name'])
})
