import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Ops } from '../codec/ops.ts'
import { openFrontier, openOps, sealFrontier, sealOps } from './log-block.ts'
import { authorKey, epochKeys, hasCode, repeat } from './test-support.ts'

const { author } = authorKey
const ops: Ops = {
  lamport: 1,
  heads: [],
  operations: [],
  root: { digest: repeat(1, 32), secret: repeat(2, 32), sizeClass: 0 },
}
const refused = hasCode('BLOCK_INVALID')

describe('log blocks', () => {
  it('open at their place in their log', async () => {
    const block = await sealOps(ops, epochKeys.log, { author, sequence: 7 })
    assert.deepEqual(await openOps(block, block.bytes, epochKeys.log, { author, sequence: 7 }), ops)
  })

  it('differ by place and content, so that no key is used twice', async () => {
    const sids = await Promise.all([
      sealOps(ops, epochKeys.log, { author, sequence: 7 }),
      sealOps(ops, epochKeys.log, { author, sequence: 8 }),
      sealOps(ops, epochKeys.log, { author: repeat(1, 32), sequence: 7 }),
      sealOps({ ...ops, lamport: 2 }, epochKeys.log, { author, sequence: 7 }),
    ])
    assert.equal(new Set(sids.map(({ secret }) => Buffer.from(secret).toString('hex'))).size, 4)
  })

  it('do not open elsewhere', async () => {
    const block = await sealOps(ops, epochKeys.log, { author, sequence: 7 })
    const { bytes } = block
    await assert.rejects(openOps(block, bytes, epochKeys.log, { author, sequence: 8 }), refused)
    await assert.rejects(
      openOps(block, bytes, epochKeys.log, { author: repeat(1, 32), sequence: 7 }),
      refused,
    )
    await assert.rejects(openOps(block, bytes, epochKeys.tag, { author, sequence: 7 }), refused)
    await assert.rejects(
      openOps({ ...block, sid: repeat(1, 32) }, bytes, epochKeys.log, { author, sequence: 7 }),
      refused,
    )
    await assert.rejects(openOps(block, bytes.subarray(1), epochKeys.log, { author, sequence: 7 }), refused)
    await assert.rejects(openFrontier(block, bytes, epochKeys.log, 7), refused)
  })

  it('hold a frontier under its epoch', async () => {
    const positions = [{ author, sequence: 3, entry: repeat(9, 32) }]
    const block = await sealFrontier(positions, epochKeys.log, 2)
    assert.deepEqual(await openFrontier(block, block.bytes, epochKeys.log, 2), positions)
    await assert.rejects(openFrontier(block, block.bytes, epochKeys.log, 1), refused)
  })
})
