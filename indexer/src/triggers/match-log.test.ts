import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Log } from '../chain/chain-types.ts'
import { IndexerError } from '../errors.ts'
import type { DataSource, EventHandler } from '../manifest/manifest-types.ts'
import { dueBlockHandlers, makeLogFilter, needsBlock } from './block-needs.ts'
import { isActiveAt, matchLog } from './match-log.ts'

const TOPIC = `0x${'11'.repeat(32)}`
const WORD_A = `0x${'aa'.repeat(32)}`
const WORD_B = `0x${'bb'.repeat(32)}`

function makeHandler(handler: string, options: Partial<EventHandler> = {}): EventHandler {
  const decoder = { decode: () => [] }
  return { handler, event: 'E()', topic0: TOPIC, topics: [], needsReceipt: false, decoder, ...options }
}

function makeSource(options: Partial<DataSource> = {}): DataSource {
  return {
    ...{
      name: 'Source',
      network: 'local',
      address: '0xa1',
      startBlock: 10,
      endBlock: 20,
      entities: new Set(),
    },
    ...{ eventHandlers: [makeHandler('handleE')], blockHandlers: [], wasmFile: 'x.wasm' },
    ...options,
  }
}

function makeLog(blockNumber: number, topics: readonly string[] = [TOPIC], address = '0xa1'): Log {
  return {
    ...{ address, topics, data: new Uint8Array(), blockNumber, blockHash: '0xb' },
    ...{ transactionHash: '0xc', transactionIndex: 0, logIndex: 0 },
  }
}

test('address, block range and topic 0 must fit', () => {
  const source = makeSource()
  const matches = (log: Log, by = source) => matchLog(by, log)?.handler.handler
  assert.equal(matches(makeLog(10)), 'handleE')
  assert.equal(matches(makeLog(20)), 'handleE')
  assert.equal(matches(makeLog(9)), undefined)
  assert.equal(matches(makeLog(21)), undefined)
  assert.equal(matches(makeLog(15, [WORD_A])), undefined)
  assert.equal(matches(makeLog(15, [])), undefined)
  assert.equal(matches(makeLog(15, [TOPIC], '0xa2')), undefined)
  assert.equal(matches(makeLog(15, [TOPIC], '0xa2'), makeSource({ address: undefined })), 'handleE')
  assert.equal(isActiveAt(makeSource({ endBlock: undefined }), 1e9), true)
})

test('topics are alternatives within a place and conditions across places', () => {
  const filtered = makeHandler('handleE', {
    topics: [new Set([WORD_A, WORD_B]), undefined, new Set([WORD_A])],
  })
  const source = makeSource({ eventHandlers: [filtered] })
  const matches = (...topics: string[]) => matchLog(source, makeLog(15, [TOPIC, ...topics])) !== undefined
  assert.equal(matches(WORD_A, WORD_B, WORD_A), true)
  assert.equal(matches(WORD_B, TOPIC, WORD_A), true)
  assert.equal(matches(TOPIC, WORD_B, WORD_A), false)
  assert.equal(matches(WORD_A, WORD_B, WORD_B), false)
  assert.equal(matches(WORD_A, WORD_B), false)
})

test('a handler whose ABI cannot decode the log is skipped, two that can are an error', () => {
  const deaf = makeHandler('deaf', { decoder: { decode: () => undefined } })
  const hearing = makeHandler('hearing')
  const log = makeLog(15)
  assert.equal(matchLog(makeSource({ eventHandlers: [deaf, hearing] }), log)?.handler.handler, 'hearing')
  assert.equal(matchLog(makeSource({ eventHandlers: [deaf] }), log), undefined)
  assert.throws(
    () => matchLog(makeSource({ eventHandlers: [hearing, makeHandler('other')] }), log),
    (error) => error instanceof IndexerError && error.code === 'handler-failed',
  )
})

test('the filter for the node covers every data source', () => {
  const other = makeSource({ address: '0xa2', eventHandlers: [makeHandler('h', { topic0: WORD_A })] })
  const blocksOnly = makeSource({ address: undefined, eventHandlers: [] })
  assert.deepEqual(makeLogFilter([makeSource(), other, makeSource(), blocksOnly]), {
    addresses: ['0xa1', '0xa2'],
    topics0: [TOPIC, WORD_A],
  })
  assert.equal(makeLogFilter([makeSource(), makeSource({ address: undefined })])?.addresses, undefined)
  assert.equal(makeLogFilter([blocksOnly]), undefined)
})

test('block handlers run once, or every so many blocks from the start', () => {
  const source = makeSource({
    blockHandlers: [
      { handler: 'once', filter: { kind: 'once' } },
      { handler: 'third', filter: { kind: 'polling', every: 3 } },
    ],
  })
  const due = (block: number) => dueBlockHandlers(source, block).map(({ handler }) => handler)
  assert.deepEqual([9, 10, 11, 13, 19, 20, 22].map(due), [
    [],
    ['once', 'third'],
    [],
    ['third'],
    ['third'],
    [],
    [],
  ])
  assert.equal(needsBlock([source], 13), true)
  assert.equal(needsBlock([source], 14), false)
})
