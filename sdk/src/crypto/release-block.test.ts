import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { blockType } from './block-type.ts'
import { releaseBlock } from './release-block.ts'
import { sealBlock } from './seal-block.ts'
import { convergent, noise } from './test-support.ts'

describe('releaseBlock', () => {
  it('frees a block and leaves its pointer', async () => {
    const block = await sealBlock(blockType.chunk, noise(10), convergent)
    const digest = block.digest.slice()
    releaseBlock(block)
    assert.equal(block.bytes.length, 0)
    assert.deepEqual(block.digest, digest)
    assert.equal(block.secret.length, 32)
  })

  it('does not touch memory that others share', () => {
    const shared = new Uint8Array(2048)
    releaseBlock({ bytes: shared.subarray(1024) })
    assert.equal(shared.length, 2048)
  })
})
