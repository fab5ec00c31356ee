import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { MockChain } from '../testing/mock-chain.ts'
import { MockNode, RpcRefusal } from '../testing/mock-node.ts'
import { ChainSource } from './chain-source.ts'
import type { BlockPointer } from './chain-types.ts'
import { ChainFollower } from './follow-chain.ts'
import { createRpcClient } from './rpc-client.ts'

const closers: (() => Promise<unknown>)[] = []
after(async () => {
  for (const close of closers) await close()
})

/** A follower over a chain of empty blocks, with an index that holds what it was given. */
async function follow(blockCount: number, firstBlock = 0) {
  const chain = new MockChain()
  const mine = (count: number) => {
    for (let i = 0; i < count; i++) chain.mine([])
  }
  mine(blockCount)
  const node = await MockNode.start(chain)
  closers.push(() => node.close())
  const needs = { logs: undefined, receiptTopics: new Set<string>(), wantsBlock: () => false }
  const source = new ChainSource(createRpcClient(node.url, new AbortController().signal), needs)
  const indexed: BlockPointer[] = []
  const index = {
    head: () => indexed.at(-1),
    blockHash: (number: number) => indexed.find((block) => block.number === number)?.hash,
  }
  const follower = new ChainFollower(source, index, firstBlock)
  /** Takes one step and applies it. */
  const step = async () => {
    const next = await follower.next()
    if (next.type === 'blocks') indexed.push(...next.blocks.map(({ block }) => block))
    if (next.type === 'revert') indexed.splice(indexed.findLastIndex(({ number }) => number <= next.to) + 1)
    return next
  }
  const catchUp = async () => {
    while ((await step()).type !== 'wait');
  }
  return { chain, node, mine, indexed, step, catchUp }
}

test('gives the blocks from the first on and then waits', async () => {
  const { indexed, step, catchUp, mine } = await follow(120, 10)
  await catchUp()
  assert.deepEqual([indexed[0]?.number, indexed.at(-1)?.number, indexed.length], [10, 120, 111])
  assert.deepEqual(await step(), { type: 'wait', latest: 120 })
  mine(1)
  const next = await step()
  assert.deepEqual(next.type === 'blocks' && next.blocks.map(({ block }) => block.number), [121])
})

test('far behind, blocks without interest are passed over', async () => {
  const { indexed, catchUp } = await follow(900)
  await catchUp()
  assert.ok(indexed.length < 270, `${indexed.length} blocks`)
  assert.equal(indexed.at(-1)?.number, 900)
})

test('finds the last block that both chains have', async () => {
  const { chain, mine, step, catchUp } = await follow(60)
  await catchUp()
  chain.rewind(30)
  mine(31)
  assert.deepEqual(await step(), { type: 'revert', to: 30, latest: 61 })
  await catchUp()
  chain.rewind(61)
  mine(70)
  assert.deepEqual(await step(), { type: 'revert', to: 0, latest: 70 }, 'block 0 is the same')
})

test('a chain that is shorter for several polls has lost its end', async () => {
  const { chain, step, catchUp } = await follow(20)
  await catchUp()
  chain.rewind(5)
  const types: string[] = []
  for (let i = 0; i < 5; i++) types.push((await step()).type)
  assert.deepEqual(types, ['wait', 'wait', 'wait', 'wait', 'revert'])
})

test('a node that is behind others costs nothing', async () => {
  const { chain, node, step, catchUp } = await follow(20)
  await catchUp()
  node.alter = (method, result, [first]) =>
    method === 'eth_getBlockByNumber' && first === 'latest'
      ? { ...chain.block(17)?.header, transactions: [] }
      : result
  for (let i = 0; i < 12; i++) assert.equal((await step()).type, 'wait')
})

test('asks for less after a refusal, and gives up at a single block', async () => {
  const { node, step } = await follow(40)
  let refused = 0
  node.disturb = (method, [first]) => {
    if (method === 'eth_getBlockByNumber' && first === '0x9' && refused++ < 1)
      throw new RpcRefusal('too much')
  }
  const next = await step()
  assert.ok(next.type === 'blocks' && next.blocks.length < 40)
  node.disturb = () => {
    throw new RpcRefusal('never')
  }
  await assert.rejects(step(), /was refused by/)
})
