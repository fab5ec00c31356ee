import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { IndexerError } from '../errors.ts'
import { MockChain } from '../testing/mock-chain.ts'
import { MockNode, RpcRefusal } from '../testing/mock-node.ts'
import { ChainSource } from './chain-source.ts'
import { createRpcClient } from './rpc-client.ts'

type Json = Record<string, unknown>

const ADDRESS = `0x${'12'.repeat(20)}`
const TOPIC = `0x${'34'.repeat(32)}`
const OTHER_TOPIC = `0x${'56'.repeat(32)}`
const log = (topic = TOPIC) => ({ address: ADDRESS, topics: [topic], data: '0x' })

const closers: (() => Promise<unknown>)[] = []
after(async () => {
  for (const close of closers) await close()
})

/** A source over a chain with a log of interest in each block but the second, which has another one. */
async function open(receiptTopics: readonly string[] = []) {
  const chain = new MockChain()
  chain.mine([log()])
  chain.mine([log(OTHER_TOPIC)])
  chain.mine([log()])
  const node = await MockNode.start(chain)
  closers.push(() => node.close())
  const warnings: string[] = []
  const needs = {
    logs: { addresses: [ADDRESS], topics0: [TOPIC] },
    receiptTopics: new Set(receiptTopics),
    wantsBlock: () => false,
  }
  const rpc = createRpcClient(node.url, new AbortController().signal)
  const source = new ChainSource(rpc, needs, (message) => warnings.push(message))
  return { node, source, warnings }
}

const isInconsistent = (reason: RegExp, number?: number) => (error: unknown) => {
  assert.ok(error instanceof IndexerError && error.code === 'chain-inconsistent', String(error))
  assert.match(String(error.details.reason), reason)
  if (number !== undefined) assert.equal((error.details.block as Json).number, number)
  return true
}

test('reads blocks with their logs, transactions and receipts', async () => {
  const { source, warnings } = await open([TOPIC])
  const all = await source.blocks(0, 3, { every: true })
  assert.deepEqual(
    all.map(({ block, logs }) => [block.number, logs.length]),
    [
      [0, 0],
      [1, 1],
      [2, 0],
      [3, 1],
    ],
  )
  const wanted = await source.blocks(0, 2, { every: false })
  assert.deepEqual(
    wanted.map(({ block }) => block.number),
    [1, 2],
    'those with logs and the last',
  )
  const [{ transactions, receipts, logs }] = wanted as [(typeof wanted)[0]]
  assert.ok(transactions.has(logs[0]?.transactionHash as string))
  assert.equal(receipts.get(logs[0]?.transactionHash as string)?.logs.length, 1)
  assert.deepEqual(await source.blockAt((await source.header(3)) as never), all[3])
  assert.equal((await source.latest()).number, 3)
  assert.equal(await source.header(9), undefined)
  assert.deepEqual(warnings, [])
})

test('fields that a node leaves out of its headers are zeros, and said once', async () => {
  const { node, source, warnings } = await open()
  node.alter = (method, result) => {
    if (!method.startsWith('eth_getBlockBy')) return result
    const { sha3Uncles: _, miner: __, receiptsRoot: ___, gasLimit: ____, ...rest } = result as Json
    return { ...rest, stateRoot: null, timestamp: 1_700_000_000, difficulty: '0x' }
  }
  const block = await source.header(1)
  await source.header(2)
  assert.deepEqual(block?.author, new Uint8Array(20))
  assert.deepEqual(block?.unclesHash, new Uint8Array(32))
  assert.deepEqual([block?.gasLimit, block?.difficulty, block?.timestamp], [0n, 0n, 1_700_000_000])
  assert.deepEqual(warnings, [
    "the node's blocks have no sha3Uncles, miner, stateRoot, receiptsRoot, gasLimit; mappings see zeros there",
  ])
  for (const [key, value] of [
    ['hash', undefined],
    ['number', 'one'],
    ['timestamp', '0xzz'],
    ['parentHash', 5],
  ]) {
    node.alter = (_, result) => ({ ...(result as Json), [key as string]: value })
    await assert.rejects(source.header(1), new RegExp(`no valid \`${key}\``))
  }
})

test('removed logs are left out, and said once', async () => {
  const { node, source, warnings } = await open()
  node.alter = (method, result) => {
    if (method !== 'eth_getLogs') return result
    const removed = { ...(result as Json[])[0], removed: true, blockHash: `0x${'99'.repeat(32)}` }
    return [removed, ...(result as Json[])]
  }
  const blocks = await source.blocks(0, 3, { every: true })
  assert.equal(blocks.flatMap(({ logs }) => logs).length, 2)
  await source.blocks(0, 3, { every: true })
  assert.equal(warnings.length, 1)
  assert.match(warnings[0] as string, /removed from the chain/)
})

test('a block whose logs are not there yet is asked again: its receipts show them', async () => {
  const { node, source } = await open()
  let isLate = true
  node.alter = (method, result) => (method === 'eth_getLogs' && isLate ? [] : result)
  const late = isInconsistent(/not yet its logs, which its receipts show/)
  await assert.rejects(source.blocks(1, 3, { every: true }), late)
  await assert.rejects(source.blockAt((await source.header(3)) as never), late)
  const [, second] = await Promise.all(
    [2, 2].map(async (n) => source.blockAt((await source.header(n)) as never)),
  )
  assert.deepEqual(second?.logs, [], 'block 2 has none of interest')
  isLate = false
  assert.equal((await source.blocks(1, 3, { every: true })).flatMap(({ logs }) => logs).length, 2)
})

test('without receipts a bloom is asked about a few times and then overruled with a warning', async () => {
  const { node, source, warnings } = await open()
  node.disturb = (method) => {
    if (method === 'eth_getBlockReceipts') throw new RpcRefusal('no such method')
  }
  node.alter = (method, result) => (method === 'eth_getLogs' ? [] : result)
  const block = (await source.header(3)) as never
  for (let i = 0; i < 5; i++) {
    await assert.rejects(source.blockAt(block), isInconsistent(/the bloom of the block speaks of logs/, 3))
  }
  assert.deepEqual((await source.blockAt(block)).logs, [])
  assert.match(warnings[0] as string, /^block 3 \(0x.*although its bloom speaks of some$/)
})

test('answers that do not fit each other name block and reason', async () => {
  const { node, source } = await open([TOPIC])
  const at3 = async () => source.blockAt((await source.header(3)) as never)
  node.alter = (method, result) => (method === 'eth_getBlockByHash' ? null : result)
  await assert.rejects(at3(), isInconsistent(/does not have the block that it named/))
  node.alter = (method, result) => (method === 'eth_getTransactionReceipt' ? null : result)
  await assert.rejects(at3(), isInconsistent(/no receipt of a transaction/))
  node.alter = (method, result) =>
    method === 'eth_getLogs'
      ? (result as Json[]).map((one) => ({ ...one, blockHash: `0x${'77'.repeat(32)}` }))
      : result
  await assert.rejects(at3(), isInconsistent(/the logs of the block are those of another one/, 3))
  node.alter = (_, result) => result
  await assert.rejects(
    source.blocks(1, 9, { every: true }),
    isInconsistent(/does not have the block any more/, 9),
  )
})
