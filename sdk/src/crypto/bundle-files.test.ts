import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Content } from '../codec/content.ts'
import { BUNDLE_MAX_BYTES, bundleFiles } from './bundle-files.ts'
import { openContent } from './open-content.ts'
import { sealFile } from './seal-file.ts'
import { collect, collectBytes, convergent, hasCode, MemoryBlocks, noise } from './test-support.ts'

describe('bundleFiles', () => {
  it('bundles in order, as full as they go, and each file reads back', async () => {
    const blocks = new MemoryBlocks()
    const sizes = [5000, 0, 250_000, 10_000, BUNDLE_MAX_BYTES, 1]
    const items = sizes.map((size, i) => ({ bytes: noise(size, i + 1) }))
    const bundles = await collect(bundleFiles(items, convergent))
    assert.deepEqual(
      bundles.map((bundle) => bundle.files.length),
      [3, 1, 1, 1],
    )
    assert.deepEqual(
      bundles.map((bundle) => bundle.block.sizeClass),
      [4, 2, 4, 0],
    )
    for (const { block, files } of bundles) {
      blocks.put(block)
      for (const { item, content } of files) {
        assert.deepEqual(await collectBytes(openContent(content, blocks.fetch)), item.bytes)
      }
    }
  })

  it('makes no bundle of nothing and refuses what does not fit', async () => {
    assert.deepEqual(await collect(bundleFiles([], convergent)), [])
    const large = [{ bytes: noise(BUNDLE_MAX_BYTES + 1) }]
    await assert.rejects(collect(bundleFiles(large, convergent)), hasCode('INPUT_INVALID'))
  })
})

describe('openContent', () => {
  it('reads any range of inline, bundled and chunked files', async () => {
    const blocks = new MemoryBlocks()
    const bytes = noise(2000)
    const [bundle] = await collect(bundleFiles([{ bytes: noise(9) }, { bytes }], convergent))
    assert.ok(bundle)
    blocks.put(bundle.block)
    const { pointer } = await sealFile([bytes], { keying: convergent, write: blocks.write })
    const contents: Content[] = [
      { kind: 'inline', bytes },
      bundle.files[1]?.content as Content,
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

  it('refuses a slice that ends behind its bundle', async () => {
    const blocks = new MemoryBlocks()
    const [bundle] = await collect(bundleFiles([{ bytes: noise(9) }], convergent))
    assert.ok(bundle)
    blocks.put(bundle.block)
    const slice: Content = { kind: 'slice', bundle: bundle.block, offset: 5, lengthBytes: 5 }
    await assert.rejects(collect(openContent(slice, blocks.fetch)), hasCode('BUNDLE_INVALID'))
  })
})
