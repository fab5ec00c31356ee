import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { network } from 'hardhat'
import { startIndexer } from './start-indexer.ts'
import { buildLedger } from './testing/build-ledger.ts'
import { computed, named, paid } from './testing/ledger-logs.ts'
import type { MockLog } from './testing/mock-chain.ts'
import { query } from './testing/query.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const SENDER = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266'

const server = await network.createServer('local', '127.0.0.1', 0)
const { port } = await server.listen()
const rpcUrl = `http://127.0.0.1:${port}`
after(() => server.close())

async function rpc(method: string, ...params: unknown[]): Promise<unknown> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } }
  if (error !== undefined) throw new Error(error.message)
  return result
}

/** EVM code that logs its calldata: first the topics, then the data. */
function loggingCode(topicCount: number): string {
  const byte = (value: number) => value.toString(16).padStart(2, '0')
  const topics = Array.from({ length: topicCount }, (_, i) => `60${byte(32 * (topicCount - 1 - i))}35`).join(
    '',
  )
  const head = byte(32 * topicCount)
  return `0x${topics}60${head}360380 60${head}600037 6000a${topicCount}00`.replaceAll(' ', '')
}

/** Makes a contract at the log's address emit it, in a block of its own. */
async function emit(log: MockLog): Promise<void> {
  await rpc('hardhat_setCode', log.address, loggingCode(log.topics.length))
  const data = `0x${log.topics.map((topic) => topic.slice(2)).join('')}${log.data.slice(2)}`
  await rpc('eth_sendTransaction', { from: SENDER, to: log.address, data, gas: '0x100000' })
}

test('indexes a Hardhat node, follows a snapshot back and serves what it says', async (t) => {
  await emit(paid(1, 2, 700n, 'first', [[3, 2, [40n]]]))
  const dbPath = join(temporaryFolder(), 'index.sqlite')
  const indexer = await startIndexer({ buildDir: buildLedger(), rpcUrl, dbPath, name: 'ledger' })
  t.after(() => indexer.close())
  await indexer.waitForBlock(1)
  const snapshot = await rpc('evm_snapshot')
  await emit(named(9, 'lost'))
  await emit(computed('source'))
  await indexer.waitForBlock(3)
  const { names, results } = await query(
    indexer.url,
    '{ names { name } results(where: { op: "source" }) { value } }',
  )
  assert.deepEqual(names, [{ name: 'lost' }])
  assert.deepEqual(results, [{ value: '0x0000000000000000000000000000000000000000|local|0' }])

  await rpc('evm_revert', snapshot)
  await emit(named(9, 'kept'))
  await emit(paid(2, 1, 5n, 'second'))
  await emit(paid(2, 1, 6n, 'third'))
  await indexer.waitForBlock(4)
  const answer = await query(
    indexer.url,
    '{ names { name } results(where: { op: "source" }) { id } payments(orderBy: block) { memo splits from { id } } }',
  )
  assert.deepEqual(answer, {
    names: [{ name: 'kept' }],
    results: [],
    payments: [
      { memo: 'first', splits: ['42'], from: { id: '0x0000000000000000000000000000000000000001' } },
      { memo: 'second', splits: [], from: { id: '0x0000000000000000000000000000000000000002' } },
      { memo: 'third', splits: [], from: { id: '0x0000000000000000000000000000000000000002' } },
    ],
  })
  const block = (await rpc('eth_getBlockByNumber', 'latest', false)) as { hash: string }
  assert.equal(indexer.head()?.hash, block.hash)
})
