import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import type { EntityModel } from '../schema/schema-model.ts'
import { compareIds, generateEntityId, parseEntityId, valueToId } from './entity-id.ts'

const { entities } = parseSchema(
  'type S @entity { id: ID! } type B @entity { id: Bytes! } type N @entity { id: Int8! }',
)
const model = (name: string) => entities.get(name) as EntityModel

test('reads the ids that mappings write', () => {
  assert.deepEqual(parseEntityId(model('S'), '0xAB'), { text: '0xAB', value: '0xAB' })
  assert.deepEqual(parseEntityId(model('B'), '0xAB'), { text: '0xab', value: Uint8Array.of(0xab) })
  assert.deepEqual(parseEntityId(model('B'), 'ab'), { text: '0xab', value: Uint8Array.of(0xab) })
  assert.deepEqual(parseEntityId(model('N'), '+007'), { text: '7', value: 7n })
  assert.throws(() => parseEntityId(model('B'), '0xa'), /is not a Bytes id of B/)
  assert.throws(() => parseEntityId(model('N'), '1.5'), /is not an Int8 id of N/)
  assert.throws(() => parseEntityId(model('N'), String(2n ** 63n)), /is not an Int8 id/)
})

test('generates ids from the block and a count', () => {
  assert.equal(generateEntityId(model('N'), 5, 7), String((5n << 32n) + 7n))
  assert.equal(generateEntityId(model('B'), 5, 7), '0x0000000500000007')
  assert.throws(() => generateEntityId(model('S'), 5, 7), /cannot be generated/)
})

test('orders ids as lists do', () => {
  assert.ok(compareIds('Int8', '9', '10') < 0)
  assert.ok(compareIds('Int8', '10', '-9') > 0)
  assert.ok(compareIds('String', '9', '10') > 0)
  assert.equal(valueToId(Uint8Array.of(1)), '0x01')
  assert.equal(valueToId(5n), '5')
})
