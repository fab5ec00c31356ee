import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import { openStore } from '../store/open-store.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import type { StoreValue } from '../wasm/store-values.ts'
import { EntityCache } from './entity-cache.ts'

const schema = parseSchema(`
  enum Mood { GOOD BAD }
  type Box @entity(immutable: false) { id: String! label: String count: Int8 items: [Item!]! @derivedFrom(field: "boxes") }
  type Item @entity(immutable: false) { id: Bytes! boxes: [Box!]! mood: Mood sizes: [Int!] }
  type Mark @entity(immutable: true) { id: Bytes! text: String! }
  type Row @entity(immutable: false) { id: Int8! text: String! }
`)
const access = { name: 'Source', entities: new Set(['Box', 'Item', 'Mark', 'Row']) }

function setUp(apiVersion = '0.0.9') {
  const store = openStore({ path: join(temporaryFolder(), 'index.sqlite'), schema, identity: 'test' })
  const cache = new EntityCache(schema, store, apiVersion)
  const entities = cache.forHandler(access)
  let number = 0
  cache.beginBlock(1)
  return {
    cache,
    entities,
    /** Ends the block in which all so far happened, and commits it. */
    nextBlock() {
      cache.endHandler()
      const changes = cache.endBlock()
      number += 1
      store.commitBlock(
        { number, hash: `0x${number}`, parentHash: `0x${number - 1}`, timestamp: number },
        changes,
      )
      cache.forgetWaiting()
      cache.beginBlock(number + 1)
      return changes
    },
  }
}

const text = (value: string): StoreValue => ({ kind: 0, value })
const list = (...value: StoreValue[]): StoreValue => ({ kind: 4, value })
const nothing: StoreValue = { kind: 5 }
const fields = (entries: Record<string, StoreValue>) => new Map(Object.entries(entries))

test('set merges into what is stored, and null takes a field away', () => {
  const { entities, nextBlock } = setUp()
  entities.set('Box', 'a', fields({ label: text('one'), count: { kind: 8, value: 5n } }))
  nextBlock()
  entities.set('Box', 'a', fields({ label: nothing }))
  assert.deepEqual(nextBlock(), [
    {
      type: 'Box',
      id: 'a',
      data: new Map<string, unknown>([
        ['id', 'a'],
        ['count', 5n],
      ]),
    },
  ])
  entities.set('Box', 'a', fields({ count: { kind: 8, value: 5n } }))
  assert.deepEqual(nextBlock(), [])
})

test('remove and set in one block overwrites without merging', () => {
  const { cache, entities, nextBlock } = setUp()
  entities.set('Box', 'a', fields({ label: text('one'), count: { kind: 8, value: 5n } }))
  nextBlock()
  entities.remove('Box', 'a')
  assert.equal(entities.get('Box', 'a'), undefined)
  cache.endHandler()
  entities.set('Box', 'a', fields({ label: text('two') }))
  assert.deepEqual(nextBlock(), [
    {
      type: 'Box',
      id: 'a',
      data: new Map([
        ['id', 'a'],
        ['label', 'two'],
      ]),
    },
  ])
})

test('what comes and goes within a block is no change', () => {
  const { entities, nextBlock } = setUp()
  entities.set('Box', 'a', fields({}))
  entities.remove('Box', 'a')
  entities.remove('Box', 'never there')
  assert.deepEqual(nextBlock(), [])
})

test('an unfinished block leaves nothing', () => {
  const { cache, entities, nextBlock } = setUp()
  entities.set('Box', 'a', fields({}))
  cache.endHandler()
  entities.set('Box', 'b', fields({}))
  cache.beginBlock(1)
  assert.equal(entities.get('Box', 'a'), undefined)
  assert.deepEqual(nextBlock(), [])
})

test('getInBlock sees only what the block wrote', () => {
  const { cache, entities, nextBlock } = setUp()
  entities.set('Box', 'a', fields({}))
  nextBlock()
  assert.equal(entities.getInBlock('Box', 'a'), undefined)
  assert.equal(entities.get('Box', 'a')?.data.get('id'), 'a')
  entities.set('Box', 'b', fields({}))
  cache.endHandler()
  assert.equal(entities.getInBlock('Box', 'b')?.data.get('id'), 'b')
  entities.remove('Box', 'b')
  assert.equal(entities.getInBlock('Box', 'b'), undefined)
})

test('blocks that wait for their commit are seen', () => {
  const { cache, entities } = setUp()
  entities.set('Box', 'a', fields({ label: text('x') }))
  entities.set('Item', '0x01', fields({ boxes: list(text('a')) }))
  cache.endHandler()
  assert.equal(cache.endBlock().length, 2)
  cache.beginBlock(2)
  assert.equal(entities.get('Box', 'a')?.data.get('label'), 'x')
  assert.equal(entities.loadRelated('Box', 'a', 'items').list.length, 1)
  entities.remove('Item', '0x01')
  assert.equal(entities.loadRelated('Box', 'a', 'items').list.length, 0)
  cache.endHandler()
  assert.deepEqual(cache.endBlock(), [{ type: 'Item', id: '0x01', data: null }])
})

test('related entities: who joins, leaves, changes and is removed', () => {
  const { cache, entities, nextBlock } = setUp()
  for (const id of ['0x01', '0x02', '0x03']) entities.set('Item', id, fields({ boxes: list(text('a')) }))
  entities.set('Item', '0x04', fields({ boxes: list(text('b')) }))
  nextBlock()
  entities.set('Item', '0x00', fields({ boxes: list(text('b'), text('a')) }))
  entities.set('Item', '0x02', fields({ boxes: list(text('b')) }))
  cache.endHandler()
  entities.remove('Item', '0x03')
  entities.set('Item', '0x01', fields({ mood: text('GOOD') }))
  const related = entities.loadRelated('Box', 'a', 'items').list
  assert.deepEqual(
    related.map((data) => [data.get('id'), data.get('mood')]),
    [
      [new Uint8Array([0]), undefined],
      [new Uint8Array([1]), 'GOOD'],
    ],
  )
  assert.throws(() => entities.loadRelated('Box', 'a', 'label'), /`Box\.label` is not a derived field/)
})

test('ids are read by their type and must agree', () => {
  const { entities } = setUp()
  entities.set('Mark', 'AB', fields({ text: text('hex without 0x') }))
  assert.equal(entities.get('Mark', '0xab')?.data.get('text'), 'hex without 0x')
  entities.set('Row', '-7', fields({ text: text('seven'), id: { kind: 8, value: -7n } }))
  assert.equal(entities.get('Row', '-7')?.data.get('id'), -7n)
  assert.throws(
    () => entities.set('Row', '8', fields({ text: text(''), id: { kind: 8, value: 9n } })),
    /'id' conflicts/,
  )
  assert.throws(() => entities.get('Mark', '0xabc'), /is not a Bytes id of Mark/)
  assert.throws(() => entities.get('Row', '9223372036854775808'), /is not an Int8 id of Row/)
})

test('"auto" makes ids from the block and a count', () => {
  const { entities, nextBlock } = setUp()
  entities.set('Row', 'auto', fields({ text: text('first') }))
  entities.set('Row', 'auto', fields({ text: text('second') }))
  entities.set('Mark', 'auto', fields({ text: text('third') }))
  assert.deepEqual(
    nextBlock().map(({ id }) => id),
    [String(1n << 32n), String((1n << 32n) + 1n), '0x0000000100000002'],
  )
  assert.throws(() => entities.set('Box', 'auto', fields({})), /cannot be generated/)
})

test('values must have the types of the schema', () => {
  const { entities } = setUp()
  const wrong = (type: string, id: string, entries: Record<string, StoreValue>, message: RegExp) =>
    assert.throws(() => entities.set(type, id, fields(entries)), message)
  wrong('Mark', '0x01', {}, /Entity Mark\[0x01\]: missing value for non-nullable field `text`/)
  wrong('Mark', '0x01', { text: nothing }, /missing value for non-nullable field `text`/)
  wrong(
    'Mark',
    '0x01',
    { text: { kind: 1, value: 1 } },
    /field `text` must have type String but has type Int/,
  )
  wrong('Item', '0x01', { boxes: text('a') }, /must have type \[Box\] but has type String/)
  wrong(
    'Item',
    '0x01',
    { boxes: list(text('a'), nothing) },
    /at index 1 must have type Box but has type Null/,
  )
  wrong('Item', '0x01', { boxes: list(), mood: text('UGLY') }, /`UGLY` is not a value of the enum Mood/)
  wrong('Box', 'a', { items: list() }, /field `items` is derived and can not be set/)
  entities.set('Box', 'a', fields({ count: { kind: 1, value: -3 } }))
  assert.equal(entities.get('Box', 'a')?.data.get('count'), -3n)
})

test('unknown fields are an error from apiVersion 0.0.8 on and dropped before', () => {
  assert.throws(
    () => setUp().entities.set('Box', 'a', fields({ nope: text('') })),
    /undefined fields \[nope\]/,
  )
  const { entities, nextBlock } = setUp('0.0.7')
  entities.set('Box', 'a', fields({ nope: text('') }))
  assert.deepEqual(nextBlock(), [{ type: 'Box', id: 'a', data: new Map([['id', 'a']]) }])
})

test('immutable entities can neither change nor go', () => {
  const { entities, nextBlock } = setUp()
  entities.set('Mark', '0x01', fields({ text: text('once') }))
  nextBlock()
  entities.set('Mark', '0x01', fields({ text: text('once') }))
  assert.deepEqual(nextBlock(), [])
  assert.throws(
    () => entities.set('Mark', '0x01', fields({ text: text('twice') })),
    /is immutable and exists already/,
  )
  assert.throws(() => entities.remove('Mark', '0x01'), /is immutable and can not be removed/)
})

test('a data source reaches only the types on its list', () => {
  const { cache } = setUp()
  const narrow = cache.forHandler({ name: 'Narrow', entities: new Set(['Box']) })
  assert.throws(
    () => narrow.get('Item', '0x01'),
    /entity type `Item` is not on the 'entities' list for data source `Narrow`/,
  )
  assert.throws(() => narrow.get('Nothing', 'x'), /Unknown entity type `Nothing`/)
})
