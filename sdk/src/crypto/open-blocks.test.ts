import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OpenBlocks } from './open-blocks.ts'
import { repeat } from './test-support.ts'

const pointer = (digest: number, secret = 0) => ({
  digest: repeat(digest, 32),
  secret: repeat(secret, 32),
  sizeClass: 0 as const,
})

describe('OpenBlocks', () => {
  function counted(limitBytes: number) {
    const blocks = new OpenBlocks<number>(limitBytes)
    let opened = 0
    return async (digest: number, secret?: number) => {
      const before = opened
      await blocks.get(pointer(digest, secret), async () => ++opened)
      return opened > before
    }
  }

  it('opens a block once, and again under another secret', async () => {
    const opens = counted(10_000)
    assert.equal(await opens(1), true)
    assert.equal(await opens(1), false)
    assert.equal(await opens(1, 7), true)
  })

  it('lets go of what was not used for longest when it is full', async () => {
    const opens = counted(3 * 1024)
    for (const digest of [1, 2, 3]) await opens(digest)
    assert.equal(await opens(1), false)
    assert.equal(await opens(4), true)
    assert.equal(await opens(1), false)
    assert.equal(await opens(2), true)
  })

  it('keeps nothing larger than its limit, and no failure', async () => {
    const opens = counted(1023)
    assert.equal(await opens(1), true)
    assert.equal(await opens(1), true)
    const blocks = new OpenBlocks<number>(10_000)
    await assert.rejects(
      blocks.get(pointer(1), () => Promise.reject(new Error('no'))),
      /no/,
    )
    assert.equal(await blocks.get(pointer(1), async () => 5), 5)
  })
})
