import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Content } from '../codec/content.ts'
import { openContent } from './open-content.ts'
import { PACK_MAX_BYTES, packFiles } from './pack-files.ts'
import { sealFile } from './seal-file.ts'
import { collect, collectBytes, convergent, hasCode, MemoryBlocks, noise } from './test-support.ts'

describe('packFiles', () => {
  it('packs in order, as full as they go, and each file reads back', async () => {
    const blocks = new MemoryBlocks()
    const sizes = [5000, 0, 250_000, 10_000, PACK_MAX_BYTES, 1]
    const items = sizes.map((size, i) => ({ bytes: noise(size, i + 1) }))
    const packs = await collect(packFiles(items, convergent))
    assert.deepEqual(
      packs.map((pack) => pack.files.length),
      [3, 1, 1, 1],
    )
    assert.deepEqual(
      packs.map((pack) => pack.block.sizeClass),
      [4, 2, 4, 0],
    )
    for (const { block, files } of packs) {
      blocks.put(block)
      for (const { item, content } of files) {
        assert.deepEqual(await collectBytes(openContent(content, blocks.fetch)), item.bytes)
      }
    }
  })

  it('makes no pack of nothing and refuses what does not fit', async () => {
    assert.deepEqual(await collect(packFiles([], convergent)), [])
    const large = [{ bytes: noise(PACK_MAX_BYTES + 1) }]
    await assert.rejects(collect(packFiles(large, convergent)), hasCode('INPUT_INVALID'))
  })
})

describe('openContent', () => {
  it('reads any range of inline, packed and chunked files', async () => {
    const blocks = new MemoryBlocks()
    const bytes = noise(2000)
    const [pack] = await collect(packFiles([{ bytes: noise(9) }, { bytes }], convergent))
    assert.ok(pack)
    blocks.put(pack.block)
    const { pointer } = await blocks.drain(sealFile([bytes], { keying: convergent }))
    const contents: Content[] = [
      { kind: 'inline', bytes },
      pack.files[1]?.content as Content,
      { kind: 'node', pointer },
    ]
    for (const content of contents) {
      assert.deepEqual(await collectBytes(openContent(content, blocks.fetch)), bytes)
      const part = await collectBytes(openContent(content, blocks.fetch, { start: 100, end: 1999 }))
      assert.deepEqual(part, bytes.subarray(100, 1999))
      assert.deepEqual(await collect(openContent(content, blocks.fetch, { start: 2000 })), [])
      await assert.rejects(
        collect(openContent(content, blocks.fetch, { end: 2001 })),
        hasCode('RANGE_INVALID'),
      )
    }
  })

  it('refuses a slice that ends behind its pack', async () => {
    const blocks = new MemoryBlocks()
    const [pack] = await collect(packFiles([{ bytes: noise(9) }], convergent))
    assert.ok(pack)
    blocks.put(pack.block)
    const slice: Content = { kind: 'slice', pack: pack.block, offset: 5, lengthBytes: 5 }
    await assert.rejects(collect(openContent(slice, blocks.fetch)), hasCode('BUNDLE_INVALID'))
  })
})
