import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { encodeFileNode, type FileNode } from '../codec/file-node.ts'
import { capacityBytes, type SizeClass } from '../codec/size-class.ts'
import { blockType } from './block-type.ts'
import { openFile } from './open-file.ts'
import { openFileRange } from './open-file-range.ts'
import { type SealedBlock, sealBlock } from './seal-block.ts'
import { type SealFileOptions, sealFile } from './seal-file.ts'
import { collect, collectBytes, convergent, hasCode, MemoryBlocks, noise, repeat } from './test-support.ts'
import '../../../test/support/seed-fast-check.ts'

async function sealBytes(bytes: Uint8Array, options: Partial<SealFileOptions> = {}) {
  const blocks = new MemoryBlocks()
  const { write } = blocks
  const sealed = await sealFile([bytes], { keying: convergent, write, sizeBytes: bytes.length, ...options })
  const node = await openFile(sealed.pointer, blocks.fetch)
  return { blocks, sealed, node }
}

describe('sealFile', () => {
  it('round-trips at the borders of classes and chunks, and so does any range', async () => {
    const chunk = capacityBytes(4)
    for (const size of [
      0,
      1,
      966,
      967,
      968,
      4039,
      4040,
      chunk,
      1_048_519,
      1_048_520,
      5 * chunk,
      5 * chunk + 1,
    ]) {
      const bytes = noise(size)
      const { blocks, node } = await sealBytes(bytes)
      assert.equal(node.sizeBytes, size)
      assert.deepEqual(await collectBytes(openFileRange(node, blocks.fetch, { start: 0, end: size })), bytes)
      const borders = [0, 1, chunk - 1, chunk, chunk + 1, size - 1, size].filter(
        (at) => at >= 0 && at <= size,
      )
      for (const start of borders) {
        for (const end of borders.filter((at) => at >= start)) {
          const part = await collectBytes(openFileRange(node, blocks.fetch, { start, end }))
          assert.deepEqual(part, bytes.subarray(start, end))
        }
      }
    }
  })

  it('gives any range of any file', async () => {
    const near = fc.tuple(fc.nat(4), fc.integer({ min: -1, max: 1 }))
    const size = near.map(([chunks, off]) => Math.max(0, chunks * 967 + off))
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (sizeBytes, a, b) => {
        const bytes = noise(sizeBytes)
        const prefix = { chunkClass: 0 as const, pointers: new Uint8Array() }
        const { blocks, node } = await sealBytes(bytes, { prefix })
        const [start, end] = [a % (sizeBytes + 1), b % (sizeBytes + 1)].toSorted((x, y) => x - y)
        const part = await collectBytes(
          openFileRange(node, blocks.fetch, { start: start as number, end: end as number }),
        )
        assert.deepEqual(part, bytes.subarray(start, end))
      }),
    )
  })

  it('does not depend on how the source is cut', async () => {
    const bytes = noise(600_000)
    const whole = await sealBytes(bytes)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const pieces = places.slice(1).map((end, i) => bytes.subarray(places[i], end))
        const { write } = new MemoryBlocks()
        const { pointer } = await sealFile(pieces, { keying: convergent, write, sizeBytes: bytes.length })
        assert.deepEqual(pointer.digest, whole.sealed.pointer.digest)
      }),
      { numRuns: 10 },
    )
  })

  it('finds the size of a stream of unknown size', async () => {
    for (const [size, chunkClass, chunks] of [
      [0, 0, 0],
      [500, 0, 1],
      [20_000, 3, 1],
      [300_000, 4, 2],
    ] as const) {
      const { node } = await sealBytes(noise(size), { sizeBytes: undefined })
      assert.equal(node.chunkClass, chunkClass)
      assert.equal(node.pointers.length, chunks * 64)
    }
  })

  it('builds indexes of the least height and reads across their borders', async () => {
    const keying = convergent
    for (const chunks of [1000, 1001, 2000, 2001]) {
      const size = (chunks - 1) * 967 + 5
      const bytes = noise(size)
      const prefix = { chunkClass: 0 as const, pointers: new Uint8Array() }
      const blocks = new MemoryBlocks()
      const { pointer } = await sealFile([bytes], { keying, write: blocks.write, prefix })
      const node = await openFile(pointer, blocks.fetch)
      assert.equal(node.pointers.length / 64, chunks > 1000 ? Math.ceil(chunks / 1000) : chunks)
      const middle = 1000 * 967
      for (const [start, end] of [
        [0, size],
        [middle - 1, Math.min(size, middle + 1)],
        [size - 1, size],
      ] as const) {
        if (start > size) continue
        const part = await collectBytes(openFileRange(node, blocks.fetch, { start, end }))
        assert.deepEqual(part, bytes.subarray(start, end))
      }
    }
  })

  it('resumes behind the chunks that are sealed already, with the same result', async () => {
    const bytes = noise(capacityBytes(4) * 5 + 77)
    const { sealed, node } = await sealBytes(bytes)
    for (const known of [0, 1, 5]) {
      const prefix = { chunkClass: 4 as const, pointers: node.pointers.subarray(0, known * 64) }
      const rest = bytes.subarray(known * capacityBytes(4))
      const blocks: SealedBlock[] = []
      const write = (block: SealedBlock) => void blocks.push(block)
      await sealFile([rest], { keying: convergent, write, prefix })
      assert.equal(blocks.length, 6 - known + 1)
      assert.deepEqual(blocks.at(-1)?.digest, sealed.pointer.digest)
    }
    const cut = { chunkClass: 4 as const, pointers: node.pointers.subarray(0, 63) }
    const { write } = new MemoryBlocks()
    const sealing = sealFile([], { keying: convergent, write, prefix: cut })
    await assert.rejects(sealing, hasCode('INPUT_INVALID'))
  })

  it('stops when it is told to', async () => {
    const reason = new Error('enough')
    await assert.rejects(sealBytes(noise(10), { signal: AbortSignal.abort(reason) }), reason)
    const { blocks, node } = await sealBytes(noise(10))
    const reading = openFileRange(node, blocks.fetch, {
      start: 0,
      end: 10,
      signal: AbortSignal.abort(reason),
    })
    await assert.rejects(collect(reading), reason)
  })
})

describe('openFileRange', () => {
  it('fetches only what the range touches', async () => {
    const { blocks, node } = await sealBytes(noise(capacityBytes(4) * 5))
    blocks.fetched = 0
    await collect(
      openFileRange(node, blocks.fetch, { start: capacityBytes(4) * 2, end: capacityBytes(4) * 3 }),
    )
    assert.equal(blocks.fetched, 1)
    await collect(openFileRange(node, blocks.fetch, { start: 5, end: 5 }))
    assert.equal(blocks.fetched, 1)
  })

  it('refuses a range that is not in the file', async () => {
    const { blocks, node } = await sealBytes(noise(100))
    for (const [start, end] of [
      [-1, 5],
      [0, 101],
      [6, 5],
      [0.5, 5],
      [0, Number.NaN],
    ] as const) {
      await assert.rejects(
        collect(openFileRange(node, blocks.fetch, { start, end })),
        hasCode('RANGE_INVALID'),
      )
    }
  })

  it('reads a byte at a virtual offset beyond 2^32 and 2^52', async () => {
    for (const [sizeBytes, chunkClass] of [
      [2 ** 31 + 5, 0],
      [2 ** 32 + 5, 4],
      [2 ** 52 + 5, 5],
    ] as const) {
      const blocks = new MemoryBlocks()
      const node = await virtualFile(blocks, sizeBytes, chunkClass)
      const last = await collectBytes(
        openFileRange(node, blocks.fetch, { start: sizeBytes - 1, end: sizeBytes }),
      )
      assert.deepEqual(last, Uint8Array.of(9))
    }
  })

  it('refuses chunks that storage swapped, and a chunk of another length', async () => {
    const { blocks, node } = await sealBytes(noise(capacityBytes(4) * 5 + 10))
    const [first, second] = [...blocks.blocks.keys()]
    assert.ok(first && second)
    blocks.blocks.set(first, blocks.blocks.get(second) as Uint8Array)
    await assert.rejects(
      collect(openFileRange(node, blocks.fetch, { start: 0, end: 1 })),
      hasCode('BLOCK_INVALID'),
    )
    const short = await sealBlock(blockType.chunk, noise(99), convergent)
    blocks.put(short)
    const pointers = new Uint8Array(64)
    pointers.set(short.digest)
    pointers.set(short.secret, 32)
    const lying: FileNode = { sizeBytes: 100, chunkClass: 0, pointers }
    await assert.rejects(
      collect(openFileRange(lying, blocks.fetch, { start: 0, end: 100 })),
      hasCode('FILE_INVALID', /chunk 0/),
    )
  })

  it('refuses an index that has too few pointers', async () => {
    const blocks = new MemoryBlocks()
    const index = await sealBlock(blockType.fileIndex, repeat(1, 64), convergent, 3)
    blocks.put(index)
    const pointers = new Uint8Array(128)
    for (const at of [0, 64]) {
      pointers.set(index.digest, at)
      pointers.set(index.secret, at + 32)
    }
    const node: FileNode = { sizeBytes: 967 * 1001, chunkClass: 0, pointers }
    assert.ok(encodeFileNode(node))
    await assert.rejects(
      collect(openFileRange(node, blocks.fetch, { start: 0, end: 1 })),
      hasCode('FILE_INVALID', /1000/),
    )
  })
})

/** A file of which only the last chunk and the index blocks above it exist; all its bytes are 9. */
async function virtualFile(
  blocks: MemoryBlocks,
  sizeBytes: number,
  chunkClass: SizeClass,
): Promise<FileNode> {
  const chunkCount = Math.ceil(sizeBytes / capacityBytes(chunkClass))
  const lastBytes = sizeBytes - (chunkCount - 1) * capacityBytes(chunkClass)
  let below = await sealBlock(blockType.chunk, repeat(9, lastBytes), convergent)
  blocks.put(below)
  let count = chunkCount
  for (;;) {
    const inLast = count > 1000 ? ((count - 1) % 1000) + 1 : count
    const pointers = new Uint8Array(inLast * 64)
    pointers.set(below.digest, inLast * 64 - 64)
    pointers.set(below.secret, inLast * 64 - 32)
    if (count <= 1000) return { sizeBytes, chunkClass, pointers }
    below = await sealBlock(blockType.fileIndex, pointers, convergent)
    blocks.put(below)
    count = Math.ceil(count / 1000)
  }
}
