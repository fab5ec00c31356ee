import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import { blockType } from './block-type.ts'
import { type FetchBlock, fetchAndOpen } from './fetch-block.ts'
import { sealBlock } from './seal-block.ts'
import { convergent, hasCode, noise } from './test-support.ts'

describe('fetchAndOpen', () => {
  const payload = noise(3_000)

  it('opens what was fetched, and asks for no second check', async () => {
    const block = await sealBlock(blockType.chunk, payload, convergent)
    const fetch: FetchBlock = async () => ({
      unverified: block.bytes.slice(),
      recheck: () => assert.fail('checked twice'),
    })
    assert.deepEqual(await fetchAndOpen(block, blockType.chunk, fetch), payload)
  })

  it('lets the place look for damage when a block does not open, and reports what it finds', async () => {
    const block = await sealBlock(blockType.chunk, payload, convergent)
    const damaged = block.bytes.with(100, (block.bytes[100] as number) ^ 1)
    const fetchFrom =
      (recheck?: () => Promise<unknown>): FetchBlock =>
      async () => ({ unverified: damaged.slice(), recheck })
    const found = new SpaceError('BLOCK_CORRUPT', { cid: 'the block', where: 'the disk' })
    const open = (fetch: FetchBlock) => fetchAndOpen(block, blockType.chunk, fetch)
    await assert.rejects(open(fetchFrom(() => Promise.reject(found))), found)
    await assert.rejects(open(fetchFrom(async () => damaged)), hasCode('BLOCK_INVALID'))
    await assert.rejects(open(fetchFrom()), hasCode('BLOCK_INVALID'))
  })

  it('stops before it fetches', async () => {
    const block = await sealBlock(blockType.chunk, payload, convergent)
    const signal = AbortSignal.abort(new Error('enough'))
    const fetch: FetchBlock = () => assert.fail('fetched')
    await assert.rejects(async () => fetchAndOpen(block, blockType.chunk, fetch, signal), /enough/)
  })
})
