import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { loadBuild } from '../manifest/load-build.ts'
import { buildLedger } from '../testing/build-ledger.ts'
import { computed, failing, paid } from '../testing/ledger-logs.ts'
import { MockChain } from '../testing/mock-chain.ts'
import { MockNode, RpcRefusal } from '../testing/mock-node.ts'
import { randomLogs, randomNumbers } from '../testing/random-logs.ts'
import { runSync, type SyncRun } from '../testing/run-sync.ts'

const build = loadBuild(buildLedger())
const closers: (() => Promise<unknown>)[] = []
after(async () => {
  for (const close of closers.reverse()) await close()
})

async function nodeOver(chain: MockChain): Promise<MockNode> {
  const node = await MockNode.start(chain)
  closers.push(() => node.close())
  return node
}

function syncing(node: MockNode, path?: string): SyncRun {
  const run = runSync(node, build, path)
  closers.push(() => run.stop().catch(() => {}))
  return run
}

test('indexes a chain and goes on at its tip', async () => {
  const chain = new MockChain()
  chain.mine([paid(1, 2, 500n, 'rent', [[3, 7, [10n, 20n]]])])
  const node = await nodeOver(chain)
  const run = syncing(node)
  await run.settled()
  chain.mine([paid(2, 1, 2000n), computed('int.plus', '1', '2')])
  await run.settled()

  const account1 = run.store.get('Account', `0x${'00'.repeat(19)}01`)
  assert.equal(account1?.get('sent'), 500n)
  assert.equal(account1?.get('received'), 2000n)
  assert.equal(account1?.get('paymentCount'), 1)
  const payments = run.store.loadRelated('Account', `0x${'00'.repeat(19)}01`, 'paymentsSent')
  assert.deepEqual(payments[0]?.get('splits'), [37n])
  assert.equal(payments[0]?.get('size'), 'SMALL')
  assert.equal(payments[0]?.get('timestamp'), 1_700_000_012_000_000n)
})

test('reverts and replays random reorgs to the state of a fresh run', async () => {
  const random = randomNumbers(7)
  const chain = new MockChain()
  const node = await nodeOver(chain)
  const run = syncing(node)
  for (let round = 0; round < 12; round++) {
    for (let blocks = 1 + random(50); blocks > 0; blocks--) chain.mine(randomLogs(random))
    if (random(3) > 0) await run.settled()
    chain.rewind(random(41))
    for (let blocks = random(45); blocks > 0; blocks--) chain.mine(randomLogs(random))
    if (random(2) > 0) await run.settled()
  }
  chain.mine([paid(1, 2, 3n)])
  await run.settled()
  const fresh = syncing(node)
  await fresh.settled()

  assert.ok(run.notices.filter((notice) => notice.type === 'reverted').length >= 6)
  assert.ok(fresh.dump().size > 50)
  assert.deepEqual(run.dump(), fresh.dump())
})

test('follows a reorg of 250 blocks and refuses a deeper one', async () => {
  const chain = new MockChain()
  const node = await nodeOver(chain)
  for (let i = 1; i <= 300; i++) chain.mine(i % 25 === 0 ? [paid(1, 2, BigInt(i))] : [])
  const run = syncing(node)
  await run.settled()
  chain.rewind(250)
  for (let i = 0; i < 252; i++) chain.mine(i % 50 === 0 ? [paid(3, 4, 1n)] : [])
  await run.settled()
  assert.equal(run.store.get('Account', `0x${'00'.repeat(19)}01`)?.get('paymentCount'), 2)
  assert.equal(run.store.get('Account', `0x${'00'.repeat(19)}03`)?.get('paymentCount'), 6)

  const before = run.store.head()
  chain.rewind(280)
  for (let i = 0; i < 300; i++) chain.mine([])
  const refusal = () =>
    run.notices.find((notice) => notice.type === 'retrying' && /more than 250/.test(notice.message))
  while (refusal() === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.deepEqual(run.store.head(), before)
})

test('drops the blocks of a chain that was wound back and stays short', async () => {
  const chain = new MockChain()
  const node = await nodeOver(chain)
  for (let i = 1; i <= 10; i++) chain.mine([paid(1, 2, 1n)])
  const run = syncing(node)
  await run.settled()
  chain.rewind(4)
  await run.settled()
  assert.equal(run.store.head()?.number, 6)
  assert.equal(run.store.get('Account', `0x${'00'.repeat(19)}01`)?.get('paymentCount'), 6)
})

test('a failing handler stops the index at its block, without its changes, and a reorg of that block lets it go on', async () => {
  const chain = new MockChain()
  const node = await nodeOver(chain)
  chain.mine([paid(1, 2, 5n)])
  chain.mine([paid(1, 2, 6n), failing('abort')])
  chain.mine([paid(1, 2, 7n)])
  const run = syncing(node)
  await run.settled()
  assert.equal(run.store.head()?.number, 2)
  assert.equal(run.store.get('Account', `0x${'00'.repeat(19)}01`)?.get('sent'), 5n)
  const failure = run.store.failed()
  assert.match(
    failure?.message ?? '',
    /^Handler handleFailed of data source Tools failed in block 2, transaction 0x[0-9a-f]{64}, log 1: the mapping gave up \(at src\/tools\.ts:\d+:\d+\)$/,
  )
  assert.equal(failure?.details?.handler, 'handleFailed')

  chain.rewind(2)
  chain.mine([paid(1, 2, 60n)])
  while (run.store.failed() !== undefined) await new Promise((resolve) => setTimeout(resolve, 5))
  await run.settled()
  assert.equal(run.store.get('Account', `0x${'00'.repeat(19)}01`)?.get('sent'), 65n)
  assert.ok(run.notices.some((notice) => notice.type === 'recovered'))
})

test('survives refusals, hang-ups and a chain that changes while it is read', async () => {
  const random = randomNumbers(11)
  const chain = new MockChain()
  const node = await nodeOver(chain)
  for (let i = 1; i <= 120; i++) chain.mine(randomLogs(random))
  let reorgs = 6
  node.disturb = () => {
    const roll = random(40)
    if (roll === 0) throw new RpcRefusal('too busy')
    if (roll === 1) throw new Error('hang up')
    if (roll === 2 && reorgs-- > 0) {
      chain.rewind(1 + random(8))
      for (let i = 0; i < 8; i++) chain.mine(randomLogs(random))
    }
  }
  const run = syncing(node)
  await run.settled()
  node.disturb = () => {}
  chain.mine([paid(1, 2, 3n)])
  await run.settled()
  const fresh = syncing(node)
  await fresh.settled()
  assert.deepEqual(run.dump(), fresh.dump())
})

test('answers that never fit are reported with block and reason, and recovered from', async () => {
  const chain = new MockChain()
  chain.mine([paid(1, 2, 5n)])
  const node = await nodeOver(chain)
  let isLate = true
  node.alter = (method, result) => (method === 'eth_getLogs' && isLate ? [] : result)
  const run = syncing(node)
  const report = () => run.notices.find((notice) => notice.type === 'retrying')
  while (report() === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.match(report()?.message ?? '', /^Block 1: the node has the block but not yet its logs/)
  assert.ok(run.state().state === 'retrying' && 'reason' in run.state())
  const calls = node.calls.length
  await new Promise((resolve) => setTimeout(resolve, 300))
  assert.ok(node.calls.length - calls < 60, `${node.calls.length - calls} calls in 0.3 s`)
  isLate = false
  await run.settled()
  assert.equal(run.store.get('Account', `0x${'00'.repeat(19)}01`)?.get('sent'), 5n)
})

test('removed logs do not stop the index', async () => {
  const chain = new MockChain()
  for (let i = 1; i <= 5; i++) chain.mine([paid(1, 2, 1n)])
  const node = await nodeOver(chain)
  node.alter = (method, result) => {
    const logs = result as Record<string, unknown>[]
    if (method !== 'eth_getLogs' || logs.length === 0) return result
    return [...logs, { ...logs[0], removed: true, blockHash: `0x${'77'.repeat(32)}` }]
  }
  const run = syncing(node)
  await run.settled()
  assert.equal(run.store.get('Account', `0x${'00'.repeat(19)}01`)?.get('paymentCount'), 5)
})

test('several nodes at different heights cost no revert', async () => {
  const chain = new MockChain()
  for (let i = 1; i <= 20; i++) chain.mine([paid(1, 2, 1n)])
  const node = await nodeOver(chain)
  const run = syncing(node)
  await run.settled()
  let turn = 0
  // Of three nodes behind one address one is three blocks behind.
  node.alter = (method, result, [first]) => {
    turn += 1
    if (turn % 3 !== 0) return result
    const behind = chain.latest - 3
    if (method === 'eth_getBlockByNumber' && first === 'latest')
      return { ...chain.block(behind)?.header, transactions: [] }
    return method === 'eth_getBlockByNumber' && Number(first) > behind ? null : result
  }
  for (let i = 0; i < 10; i++) {
    chain.mine([paid(1, 2, 1n)])
    await run.settled()
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  assert.equal(run.store.get('Account', `0x${'00'.repeat(19)}01`)?.get('paymentCount'), 30)
  assert.deepEqual(
    run.notices.filter(({ type }) => type === 'reverted'),
    [],
  )
})

test('asks for smaller ranges when a node refuses large ones', async () => {
  const chain = new MockChain()
  for (let i = 1; i <= 900; i++) chain.mine(i % 100 === 0 ? [paid(1, 2, 1n)] : [])
  const node = await nodeOver(chain)
  let largest = 0
  node.disturb = (method, [filter]) => {
    if (method !== 'eth_getLogs') return
    const { fromBlock, toBlock } = filter as { fromBlock?: string; toBlock?: string }
    const size = Number(toBlock) - Number(fromBlock) + 1
    if (size > 64) throw new RpcRefusal('query exceeds max block range 64')
    largest = Math.max(largest, size)
  }
  const run = syncing(node)
  await run.settled()
  assert.ok(largest > 16)
  assert.equal(run.store.get('Account', `0x${'00'.repeat(19)}01`)?.get('paymentCount'), 9)
})

test('notices that the node serves another chain', async () => {
  const chain = new MockChain()
  for (let i = 1; i <= 5; i++) chain.mine([])
  const node = await nodeOver(chain)
  const run = syncing(node)
  await run.settled()
  const other = new MockChain({ chainId: 5, salt: 'other' })
  for (let i = 1; i <= 9; i++) other.mine([])
  node.chain = other
  assert.equal(await run.ended, 'other-chain')
  assert.equal(run.store.head()?.number, 5)
})
