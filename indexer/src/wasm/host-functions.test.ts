import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MappingError } from '../errors.ts'
import { parseSchema } from '../schema/parse-schema.ts'
import type { EntityModel } from '../schema/schema-model.ts'
import type { Value } from '../store/store.ts'
import { hostHeap } from '../testing/host-heap.ts'
import { HOST_FUNCTION_NAMES, hostFunctions } from './host-functions.ts'
import { readEntity, writeEntity } from './store-values.ts'

const model = parseSchema('type T @entity { id: ID! }').entities.get('T') as EntityModel
const data = new Map<string, Value>([['id', 'a']])
const calls: unknown[] = []
const context = {
  entities: {
    get: (type: string, id: string) =>
      id === 'a' ? { model, data } : calls.push(['get', type, id]) && undefined,
    getInBlock: () => undefined,
    set: (type: string, id: string, fields: ReadonlyMap<string, unknown>) =>
      calls.push(['set', type, id, [...fields.keys()]]),
    remove: (type: string, id: string) => calls.push(['remove', type, id]),
    loadRelated: () => ({ model, list: [data, data] }),
  },
  address: new Uint8Array(20).fill(7),
  network: 'mainnet',
  log: (level: string, message: string) => calls.push([level, message]),
}
const functions = hostFunctions({ heap: hostHeap, context: context as never }) as unknown as Record<
  string,
  (...values: number[]) => number
>
const call = (name: string, ...texts: string[]) =>
  functions[name]?.(...texts.map((text) => hostHeap.writeString(text))) ?? 0

test('store functions pass type, id and fields on', () => {
  assert.equal(readEntity(hostHeap, call('store.get', 'T', 'a')).size, 1)
  assert.equal(call('store.get', 'T', 'b'), 0)
  assert.equal(call('store.get_in_block', 'T', 'a'), 0)
  functions['store.set']?.(
    hostHeap.writeString('T'),
    hostHeap.writeString('a'),
    writeEntity(hostHeap, model, data),
  )
  call('store.remove', 'T', 'a')
  assert.equal(hostHeap.readArray(call('store.loadRelated', 'T', 'a', 'f')).length, 2)
  assert.deepEqual(calls.splice(0), [
    ['get', 'T', 'b'],
    ['set', 'T', 'a', ['id']],
    ['remove', 'T', 'a'],
  ])
})

test('the data source is known', () => {
  assert.deepEqual(hostHeap.readBytes(functions['dataSource.address']?.() ?? 0), context.address)
  assert.equal(hostHeap.readString(functions['dataSource.network']?.() ?? 0), 'mainnet')
  assert.equal(readEntity(hostHeap, functions['dataSource.context']?.() ?? 0).size, 0)
})

test('logs have a level, and a critical one is an error', () => {
  const log = (level: number) => functions['log.log']?.(level, hostHeap.writeString('text'))
  log(3)
  assert.throws(() => log(0), /Critical error logged in mapping: text/)
  assert.throws(() => log(9), /unknown log level 9/)
  assert.deepEqual(calls.splice(0), [
    ['info', 'text'],
    ['critical', 'text'],
  ])
})

test('abort names the place', () => {
  const abort = (message: number, file: number) => functions.abort?.(message, file, 3, 5)
  assert.throws(
    () => abort(hostHeap.writeString('why'), hostHeap.writeString('a.ts')),
    (error) => error instanceof MappingError && error.message === 'why' && error.place === 'a.ts:3:5',
  )
  assert.throws(() => abort(0, 0), /Mapping aborted without a message/)
})

test('the names are those that modules import', () => {
  for (const name of [
    'abort',
    'store.get',
    'bigInt.plus',
    'bigDecimal.dividedBy',
    'json.fromBytes',
    'ethereum.decode',
  ]) {
    assert.ok(HOST_FUNCTION_NAMES.has(name), name)
  }
  assert.ok(!HOST_FUNCTION_NAMES.has('ethereum.call'))
})
