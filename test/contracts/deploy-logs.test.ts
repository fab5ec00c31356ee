import assert from 'node:assert/strict'
import { type Log, readAddress, readLogs } from '../../deploy/read-logs.ts'

const LATEST = 1000
const filter = { address: '0x00000000000000000000000000000000000000aa', topics: ['0x01'] }

/** A node that has a log in each block, and searches at most so many of them at once. */
function startNode(limit: number) {
  const asked: [number, number][] = []
  const request = async ({ method, params }: { method: string; params?: unknown[] }): Promise<unknown> => {
    if (method === 'eth_blockNumber') return `0x${LATEST.toString(16)}`
    const [range] = params as [{ fromBlock: string; toBlock: string; address: string; topics: string[] }]
    assert.deepEqual({ address: range.address, topics: range.topics }, filter)
    const [from, to] = [Number(range.fromBlock), Number(range.toBlock)]
    asked.push([from, to])
    if (to - from + 1 > limit) throw new Error('range is too large')
    return Array.from({ length: to - from + 1 }, (_, i) => ({
      blockNumber: `0x${(from + i).toString(16)}`,
      topics: [],
    }))
  }
  return { provider: { request }, asked }
}

const blocksOf = (logs: readonly Log[]) => logs.map(({ blockNumber }) => Number(blockNumber))
const blocks = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

describe('readLogs', () => {
  it('asks once where the node searches all blocks', async () => {
    const { provider, asked } = startNode(LATEST)
    assert.deepEqual(blocksOf(await readLogs(provider, filter, 3)), blocks(3, LATEST))
    assert.deepEqual(asked, [[3, LATEST]])
  })

  for (const limit of [1, 2, 7, 999]) {
    it(`finds every log once at a node that searches ${limit} blocks at a time`, async () => {
      const { provider, asked } = startNode(limit)
      assert.deepEqual(blocksOf(await readLogs(provider, filter, 0)), blocks(0, LATEST))
      const refused = asked.filter(([from, to]) => to - from + 1 > limit)
      assert.ok(refused.length <= 11, 'what was too much is not tried again')
    })
  }

  it('passes on what a node says that refuses everything', async () => {
    const { provider, asked } = startNode(0)
    await assert.rejects(readLogs(provider, filter, 0), /range is too large/)
    assert.ok(asked.length <= 11)
  })

  it('finds nothing in blocks that are not there yet', async () => {
    const { provider, asked } = startNode(LATEST)
    assert.deepEqual(await readLogs(provider, filter, LATEST + 1), [])
    assert.deepEqual(asked, [])
  })

  it('reads an address with its checksum', () => {
    const topics = ['0x', `0x${'00'.repeat(12)}eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee`]
    assert.equal(readAddress({ blockNumber: '0x1', topics }, 1), '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE')
    assert.throws(() => readAddress({ blockNumber: '0x1', topics }, 2))
  })
})
