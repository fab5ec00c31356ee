import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SubgraphBuild } from '../manifest/load-build.ts'
import type { BlockHandler, DataSource } from '../manifest/manifest-types.ts'
import { describeNeeds, dueBlockHandlers } from './block-needs.ts'

function dataSource(
  address: string | undefined,
  events: readonly (readonly [topic: string, needsReceipt: boolean])[],
  handlers: readonly BlockHandler[] = [],
): DataSource {
  const eventHandlers = events.map(([topic0, needsReceipt]) => ({
    handler: 'h',
    event: 'E()',
    topic0,
    topics: [],
    needsReceipt,
    decoder: { decode: () => [] },
  }))
  return {
    name: 'x',
    network: 'n',
    address,
    startBlock: 10,
    endBlock: 20,
    entities: new Set(),
    eventHandlers,
    blockHandlers: handlers,
    wasmFile: 'x',
  }
}
const needsOf = (...dataSources: DataSource[]) => describeNeeds({ dataSources } as unknown as SubgraphBuild)

test('asks for the logs that any data source listens to', () => {
  const needs = needsOf(
    dataSource('0xa', [
      ['0x1', true],
      ['0x2', false],
    ]),
    dataSource('0xa', [['0x1', false]]),
    dataSource('0xb', []),
  )
  assert.deepEqual(needs.logs, { addresses: ['0xa'], topics0: ['0x1', '0x2'] })
  assert.deepEqual([...needs.receiptTopics], ['0x1'])
  assert.deepEqual(
    needsOf(dataSource(undefined, [['0x1', false]]), dataSource('0xa', [['0x2', false]])).logs,
    { addresses: undefined, topics0: ['0x1', '0x2'] },
  )
  assert.equal(needsOf(dataSource('0xa', [])).logs, undefined)
})

test('wants the blocks at which a block handler is due', () => {
  const once: BlockHandler = { handler: 'once', filter: { kind: 'once' } }
  const third: BlockHandler = { handler: 'third', filter: { kind: 'polling', every: 3 } }
  const source = dataSource('0xa', [], [once, third])
  const due = (block: number) => dueBlockHandlers(source, block).map(({ handler }) => handler)
  assert.deepEqual(
    [due(9), due(10), due(11), due(13), due(19), due(22)],
    [[], ['once', 'third'], [], ['third'], ['third'], []],
  )
  assert.deepEqual([9, 10, 11, 13].map(needsOf(source).wantsBlock), [false, true, false, true])
})
