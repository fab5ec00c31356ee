import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import { readNewestBlock } from './read-newest-block.ts'
import { useChain, useDevnet } from './test-support.ts'

describe('readNewestBlock', () => {
  it('follows the chain', async () => {
    const chain = await useChain()
    const before = await readNewestBlock(chain)
    await (await useDevnet()).mine(3)
    const after = await readNewestBlock(chain)
    assert.equal(after.number, before.number + 3)
    assert.match(after.hash, /^0x[0-9a-f]{64}$/)
    assert.notEqual(after.hash, before.hash)
    assert.ok(after.time > before.time)
  })

  it('says that a node does not answer, and stops at an abort', async () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' })
    const chain = { endpoint: 'http://127.0.0.1:1', request: () => Promise.reject(refused) }
    await assert.rejects(readNewestBlock(chain), (error) => SpaceError.is(error, 'CHAIN_UNREACHABLE'))
    const reason = new Error('no longer wanted')
    await assert.rejects(readNewestBlock(chain, { signal: AbortSignal.abort(reason) }), reason)
  })
})
