import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import type { EntityModel } from '../schema/schema-model.ts'
import type { Value } from '../store/store.ts'
import { hostHeap } from '../testing/host-heap.ts'
import { AscType } from './asc-types.ts'
import { readEntity, StoreKind, writeEmptyEntity, writeEntities, writeEntity } from './store-values.ts'

const model = parseSchema(
  `type T @entity { id: ID! z: String a: Bytes n: Int big: BigInt ratio: BigDecimal ok: Boolean at: Timestamp n8: Int8 list: [String!] }`,
).entities.get('T') as EntityModel

test('an entity comes back, by ascending field name and without what is not set', () => {
  const data = new Map<string, Value>([
    ['id', 'x'],
    ['z', 'text'],
    ['a', Uint8Array.of(1)],
    ['n', -5],
    ['big', 2n ** 200n],
    ['ratio', { digits: 15n, exp: -1 }],
    ['ok', true],
    ['at', 5n],
    ['n8', -(2n ** 63n)],
    ['list', ['p', 'q']],
  ])
  const fields = readEntity(hostHeap, writeEntity(hostHeap, model, data))
  assert.deepEqual([...fields.keys()], [...data.keys()].sort())
  for (const [name, value] of data) {
    const read = fields.get(name)
    const plain =
      read?.kind === StoreKind.array
        ? read.value.map((item) => 'value' in item && item.value)
        : read && 'value' in read && read.value
    assert.deepEqual(plain, value, name)
  }
  const absent = readEntity(
    hostHeap,
    writeEntity(
      hostHeap,
      model,
      new Map<string, Value>([
        ['id', 'x'],
        ['z', null],
      ]),
    ),
  )
  assert.deepEqual([...absent.keys()], ['id'])
  assert.equal(readEntity(hostHeap, writeEmptyEntity(hostHeap)).size, 0)
  assert.equal(hostHeap.readArray(writeEntities(hostHeap, model, [data, data])).length, 2)
})

test('an unknown kind and endless nesting are refused', () => {
  const entityOf = (value: number) => {
    const entry = hostHeap.writeFields(AscType.storeEntry, [hostHeap.writeString('f'), value])
    return hostHeap.writeFields(AscType.entity, [hostHeap.writeArray(AscType.arrayStoreEntry, [entry])])
  }
  assert.throws(
    () => readEntity(hostHeap, entityOf(hostHeap.writeTagged(AscType.storeValue, 77, 0))),
    /unknown kind 77/,
  )
  const list = hostHeap.writeArray(AscType.arrayStoreValue, [0])
  const value = hostHeap.writeTagged(AscType.storeValue, StoreKind.array, list)
  hostHeap.view.setUint32(hostHeap.field(list, 1), value, true)
  assert.throws(() => readEntity(hostHeap, entityOf(value)), /nested too deeply/)
})
