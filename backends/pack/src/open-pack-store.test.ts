import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Block, PutProgress } from '@space/sdk/storage'
import { concatBytes } from '@space/sdk/storage'
import { backendConformance, makeSeededBlock, rejectsWith } from '@space/sdk/testing'
import { encodeFrameHead } from './frame.ts'
import { openPackStore } from './open-pack-store.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

const root = temporaryDirectory()
let opened = 0
const fresh = () => join(root, String(++opened))

for (const [name, options] of Object.entries({
  'as it is by default': {},
  'with each put durable': { durability: 'always' },
  'with tiny segments': { segmentBytes: 4096 },
} as const)) {
  describe(`openPackStore ${name}`, () => {
    const cases = backendConformance({ open: () => openPackStore(fresh(), options) })
    for (const { name, run } of cases) it(name, run)
  })
}

describe('openPackStore', () => {
  it('keeps blocks and heads, as a legal CARv1 body', async () => {
    const directory = fresh()
    const label = new Uint8Array(32).fill(1)
    const blocks = await Promise.all([1, 2, 3].map((seed) => makeSeededBlock(seed, 1000 * seed)))
    const store = await openPackStore(directory)
    await store.blocks.putBatch(blocks)
    await store.heads.compareAndSet(label, null, label)
    await store.close()
    const frames = blocks.flatMap(({ cid, bytes }) => [encodeFrameHead(cid.bytes, bytes.length), bytes])
    const segment = new Uint8Array(readFileSync(join(directory, 'packs/00000001.pack')))
    assert.deepEqual(segment, concatBytes(...frames))
    const again = await openPackStore(directory)
    for (const { cid, bytes } of blocks) assert.deepEqual(await again.blocks.get(cid), bytes)
    assert.deepEqual(await again.heads.get(label), label)
    assert.equal((await again.blocks.putBatch(blocks)).newBlocks, 0)
    await again.close()
  })

  it('lets one writer in, and the next one when that is done', async () => {
    const directory = fresh()
    const first = await openPackStore(directory)
    const error = await rejectsWith(openPackStore(directory), 'STORE_LOCKED')
    assert.equal(error.data.pid, process.pid)
    assert.equal(error.httpStatus, 423)
    const second = openPackStore(directory, { lockTimeoutMs: 30_000 })
    const block = await makeSeededBlock(1, 10)
    await first.blocks.put(block)
    await first.close()
    assert.deepEqual(await (await second).blocks.get(block.cid), block.bytes)
    await (await second).close()
    assert.deepEqual(readdirSync(join(directory, 'locks')), [])
  })

  it('refuses sizes of segments that it cannot keep', async () => {
    for (const segmentBytes of [0, -1, Number.NaN, 2 ** 28 + 1]) {
      await rejectsWith(openPackStore(fresh(), { segmentBytes }), 'INPUT_INVALID')
    }
  })

  it('does nothing when it is aborted', async () => {
    const directory = fresh()
    const signal = AbortSignal.abort(new Error('never mind'))
    await assert.rejects(openPackStore(directory, { signal }), /never mind/)
    assert.ok(!readdirSync(root).includes(String(opened)))
  })

  it('ends a batch that is under way when it is closed, and keeps what came before', async () => {
    const directory = fresh()
    const store = await openPackStore(directory)
    const block = await makeSeededBlock(1, 10)
    const source = async function* (): AsyncGenerator<Block> {
      yield block
      await store.close()
      yield await makeSeededBlock(2, 10)
    }
    await rejectsWith(store.blocks.putBatch(source()), 'STORE_CLOSED')
    const again = await openPackStore(directory)
    assert.deepEqual(await again.blocks.get(block.cid), block.bytes)
    assert.equal((await again.blocks.stat()).blocks, 1)
    await again.close()
  })

  it('reports progress in a long batch before its end', async () => {
    const store = await openPackStore(fresh(), { segmentBytes: 100_000 })
    const events: PutProgress[] = []
    const blocks = await Promise.all(Array.from({ length: 30 }, (_, seed) => makeSeededBlock(seed, 20_000)))
    await store.blocks.putBatch(blocks, { onProgress: (event) => events.push(event) })
    assert.ok(events.length > 3)
    const counts = events.map((event) => event.blocks)
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    )
    assert.equal(counts.at(-1), 30)
    await store.close()
  })

  it('reads from more segments than it keeps open', async () => {
    const store = await openPackStore(fresh(), { segmentBytes: 100 })
    const blocks = await Promise.all(Array.from({ length: 150 }, (_, seed) => makeSeededBlock(seed, 90)))
    await store.blocks.putBatch(blocks)
    for (const { cid, bytes } of [...blocks, ...blocks]) assert.deepEqual(await store.blocks.get(cid), bytes)
    await store.close()
  })
})
