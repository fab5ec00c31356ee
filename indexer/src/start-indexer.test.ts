import assert from 'node:assert/strict'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { IndexerError } from './errors.ts'
import type { IndexerNotice, IndexerOptions } from './runtime/indexer-options.ts'
import { type Indexer, startIndexer } from './start-indexer.ts'
import { buildLedger } from './testing/build-ledger.ts'
import { failing, paid } from './testing/ledger-logs.ts'
import { MockChain } from './testing/mock-chain.ts'
import { MockNode } from './testing/mock-node.ts'
import { query, queryEverything } from './testing/query.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const buildDir = buildLedger()
const closers: (() => Promise<unknown>)[] = []
after(async () => {
  for (const close of closers.reverse()) await close()
})

async function nodeWith(blocks: number): Promise<MockNode> {
  const chain = new MockChain()
  for (let i = 1; i <= blocks; i++) chain.mine([paid(1, 2, BigInt(i))])
  const node = await MockNode.start(chain)
  closers.push(() => node.close())
  return node
}

async function start(node: MockNode, options: Partial<IndexerOptions> = {}): Promise<Indexer> {
  const dbPath = join(temporaryFolder(), 'index.sqlite')
  const indexer = await startIndexer({
    buildDir,
    rpcUrl: node.url,
    dbPath,
    name: 'ledger',
    pollMs: 5,
    ...options,
  })
  closers.push(() => indexer.close())
  return indexer
}

test('answers queries about what it has indexed', async () => {
  const node = await nodeWith(20)
  const indexer = await start(node)
  const head = await indexer.waitForBlock(20)
  assert.equal(head.number, 20)
  const answer = await query(
    indexer.url,
    '{ account(id: "0x0000000000000000000000000000000000000001") { sent } }',
  )
  assert.deepEqual(answer, { account: { sent: '210' } })
  const past = await query(
    indexer.url,
    '{ account(id: "0x0000000000000000000000000000000000000001", block: { number: 3 }) { sent } }',
  )
  assert.deepEqual(past, { account: { sent: '6' } })
})

test('resumes after the last block', async () => {
  const node = await nodeWith(30)
  const dbPath = join(temporaryFolder(), 'index.sqlite')
  const first = await start(node, { dbPath })
  await first.waitForBlock(30)
  await first.close()
  node.chain.mine([paid(1, 2, 1000n)])
  node.calls.length = 0
  const second = await start(node, { dbPath })
  assert.equal(second.head()?.number ?? 0, 30)
  await second.waitForBlock(31)
  assert.ok(node.calls.length < 12, `${node.calls.length} calls`)
  const fresh = await start(node)
  await fresh.waitForBlock(31)
  assert.deepEqual(await queryEverything(second.url), await queryEverything(fresh.url))
})

test('another chain at the same address starts a fresh index at the same URL', async () => {
  const node = await nodeWith(12)
  const notices: IndexerNotice[] = []
  const dbPath = join(temporaryFolder(), 'index.sqlite')
  const indexer = await start(node, { dbPath, onNotice: (notice) => notices.push(notice) })
  await indexer.waitForBlock(12)
  const other = new MockChain({ salt: 'restarted' })
  for (let i = 1; i <= 14; i++) other.mine([paid(5, 6, 1n)])
  node.chain = other
  await indexer.waitForBlock(14)
  assert.deepEqual(await query(indexer.url, '{ accounts { id sent } }'), {
    accounts: [
      { id: '0x0000000000000000000000000000000000000005', sent: '14' },
      { id: '0x0000000000000000000000000000000000000006', sent: '0' },
    ],
  })
  const fresh = notices.find((notice) => notice.type === 'fresh-index')
  assert.ok(fresh !== undefined && fresh.path !== dbPath)
  assert.equal(new Set(notices.filter((notice) => notice.type === 'listening').map(({ url }) => url)).size, 1)
  assert.ok(readdirSync(dirname(dbPath)).includes('index.sqlite'))
})

test('another build starts a fresh index', async () => {
  const node = await nodeWith(3)
  const dbPath = join(temporaryFolder(), 'index.sqlite')
  const first = await start(node, { dbPath })
  await first.waitForBlock(3)
  await first.close()
  const changed = join(temporaryFolder(), 'build')
  cpSync(buildDir, changed, { recursive: true })
  const manifest = join(changed, 'subgraph.yaml')
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('startBlock: 1', 'startBlock: 3'))
  const second = await start(node, { dbPath, buildDir: changed })
  await second.waitForBlock(3)
  assert.deepEqual(await query(second.url, '{ payments { amount } }'), { payments: [{ amount: '3' }] })
})

test('begins at the given block', async () => {
  const node = await nodeWith(9)
  const indexer = await start(node, { startBlock: 8 })
  await indexer.waitForBlock(9)
  const answer = await query(indexer.url, '{ payments(orderBy: block) { amount } }')
  assert.deepEqual(answer, { payments: [{ amount: '8' }, { amount: '9' }] })
})

test('waits for a node that is down and shows it', async () => {
  const node = await nodeWith(5)
  const notices: IndexerNotice[] = []
  const indexer = await start(node, { onNotice: (notice) => notices.push(notice) })
  await indexer.waitForBlock(5)
  node.disturb = () => {
    throw new Error('down')
  }
  while (!notices.some((notice) => notice.type === 'retrying'))
    await new Promise((resolve) => setTimeout(resolve, 5))
  const status = await (await fetch(new URL('/status', indexer.url))).json()
  assert.equal(status.chain.state, 'retrying')
  assert.match(status.chain.error, /does not answer/)
  assert.equal(status.head.number, 5)
  node.disturb = () => {}
  node.chain.mine([paid(1, 2, 1n)])
  await indexer.waitForBlock(6)
  while (!notices.some((notice) => notice.type === 'resumed'))
    await new Promise((resolve) => setTimeout(resolve, 5))
})

test('waitForBlock rejects after a failed handler, an abort and a close', async () => {
  const node = await nodeWith(2)
  const indexer = await start(node)
  const abort = new AbortController()
  const aborted = indexer.waitForBlock(100, { signal: abort.signal })
  abort.abort(new Error('enough'))
  await assert.rejects(aborted, /enough/)

  const waiting = indexer.waitForBlock(100)
  node.chain.mine([failing('divide')])
  await assert.rejects(waiting, (error) => error instanceof IndexerError && error.code === 'handler-failed')
  const asked = { query: '{ _meta { hasIndexingErrors block { number } } accounts { id } }' }
  const answer = await fetch(indexer.url, { method: 'POST', body: JSON.stringify(asked) })
  assert.deepEqual(await answer.json(), {
    data: { _meta: { hasIndexingErrors: true, block: { number: 3 } } },
    errors: [{ message: 'indexing_error' }],
  })
  assert.equal((await indexer.waitForBlock(2)).number, 3)
  await assert.rejects(indexer.waitForBlock(3), /handleFailed/)

  const second = await start(await nodeWith(1))
  const closed = second.waitForBlock(100)
  await second.close()
  await assert.rejects(closed, (error) => error instanceof IndexerError && error.code === 'closed')
})

test('a node without optional header fields is indexed with a warning on /status', async () => {
  const node = await nodeWith(3)
  node.alter = (method, result) => {
    if (!method.startsWith('eth_getBlockBy') || result === null) return result
    const { sha3Uncles: _, miner: __, receiptsRoot: ___, ...rest } = result as Record<string, unknown>
    return rest
  }
  const notices: IndexerNotice[] = []
  const indexer = await start(node, { onNotice: (notice) => notices.push(notice) })
  await indexer.waitForBlock(3)
  const message = "the node's blocks have no sha3Uncles, miner, receiptsRoot; mappings see zeros there"
  assert.deepEqual(
    notices.filter(({ type }) => type === 'warning'),
    [{ type: 'warning', message }],
  )
  const status = await (await fetch(new URL('/status', indexer.url))).json()
  assert.deepEqual(status.warnings, [message])
})

test('a build that graph-node refuses is warned of or refused', async () => {
  const changed = join(temporaryFolder(), 'build')
  cpSync(buildDir, changed, { recursive: true })
  const manifest = join(changed, 'subgraph.yaml')
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/specVersion: .*/, 'specVersion: 1.1.0'))
  const node = await nodeWith(1)
  const notices: IndexerNotice[] = []
  const onNotice = (notice: IndexerNotice) => notices.push(notice)
  await start(node, { buildDir: changed, compatibility: 'portable', onNotice })
  const warnings = notices.filter((notice) => notice.type === 'warning').map(({ message }) => message)
  assert.ok(
    warnings.length > 0 && warnings.every((text) => text.startsWith('graph-node refuses this build: ')),
  )
  await assert.rejects(
    start(node, { buildDir: changed, compatibility: 'strict' }),
    (error) =>
      error instanceof IndexerError &&
      error.code === 'unsupported' &&
      /raise specVersion to 1\.2\.0|give it one/.test(error.message),
  )
})

test('refuses a folder without a build, a URL that is none and a port in use', async () => {
  const node = await nodeWith(1)
  await assert.rejects(start(node, { rpcUrl: 'nowhere' }), /rpcUrl must be the URL of a node/)
  await assert.rejects(
    start(node, { buildDir: temporaryFolder() }),
    /Cannot read subgraph\.yaml.*graph build/,
  )
  const indexer = await start(node)
  await assert.rejects(start(node, { port: Number(new URL(indexer.url).port) }), /EADDRINUSE/)
})
