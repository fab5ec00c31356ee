import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hasCode, repeat } from '../crypto/test-support.ts'
import { encodeCbor } from './cbor.ts'
import { chooseChunkClass, chunkShape, fileLayout } from './file-layout.ts'
import { decodeFileIndex, decodeFileNode, encodeFileNode } from './file-node.ts'
import { capacityBytes, sizeClasses } from './size-class.ts'
import '../../../test/support/seed-fast-check.ts'

const good = { t: 'file', v: 1, n: 968, k: 0, h: 0, p: repeat(1, 128) }
const invalid = hasCode('FILE_INVALID')

describe('file node', () => {
  it('round-trips', () => {
    const node = decodeFileNode(encodeCbor(good))
    assert.deepEqual(node, { sizeBytes: 968, chunkClass: 0, pointers: good.p })
    assert.deepEqual(encodeFileNode(node), encodeCbor(good))
  })

  it('ignores what the map x holds, and nothing else', () => {
    assert.equal(decodeFileNode(encodeCbor({ ...good, x: { later: 1 } })).sizeBytes, 968)
    assert.throws(() => decodeFileNode(encodeCbor({ ...good, x: [1] })), invalid)
    assert.throws(() => decodeFileNode(encodeCbor({ ...good, later: 1 })), invalid)
  })

  it('refuses every wrong field', () => {
    const { h: _h, ...withoutHeight } = good
    const wrong = [
      { ...good, t: 'dir' },
      { ...good, v: 2 },
      { ...good, n: 967 },
      { ...good, n: 'a' },
      { ...good, k: 6 },
      { ...good, h: 1 },
      { ...good, p: repeat(1, 127) },
      { ...good, n: 0, p: new Uint8Array(), k: 1 },
      { ...good, n: Number.MAX_SAFE_INTEGER, h: 4, p: repeat(1, 10 * 64) },
      withoutHeight,
    ]
    for (const map of wrong) assert.throws(() => decodeFileNode(encodeCbor(map)), invalid)
    const hostile = { ...good, [`\x1b[2J${'y'.repeat(999)}`]: 1 }
    assert.throws(
      () => decodeFileNode(encodeCbor(hostile)),
      (error: Error) => !error.message.includes('\x1b') && error.message.length < 250,
    )
    assert.throws(() => decodeFileNode(encodeCbor([1])), invalid)
    assert.throws(() => decodeFileNode(new Uint8Array()), invalid)
    assert.throws(() => decodeFileIndex(repeat(1, 64), 2), invalid)
  })
})

describe('file layout', () => {
  it('has the least height at the borders of the index levels', () => {
    for (const [chunks, height, rootCount] of [
      [0, 0, 0],
      [1000, 0, 1000],
      [1001, 1, 2],
      [1_000_000, 1, 1000],
      [1_000_001, 2, 2],
      [1e9, 2, 1000],
      [1e9 + 1, 3, 2],
    ] as const) {
      assert.deepEqual(fileLayout(chunks * 967, 0), { chunkCount: chunks, height, rootCount })
    }
  })

  it('covers every byte once', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), fc.constantFrom(...sizeClasses), (sizeBytes, chunkClass) => {
        const { chunkCount } = fileLayout(sizeBytes, chunkClass)
        if (chunkCount === 0) return
        const last = chunkShape(sizeBytes, chunkClass, chunkCount - 1)
        assert.equal((chunkCount - 1) * capacityBytes(chunkClass) + last.lengthBytes, sizeBytes)
        assert.ok(last.sizeClass <= chunkClass && last.lengthBytes > 0)
      }),
    )
  })

  it('chooses chunks by size', () => {
    assert.equal(chooseChunkClass(0), 0)
    assert.equal(chooseChunkClass(1_048_519), 5)
    assert.equal(chooseChunkClass(1_048_520), 4)
    assert.equal(chooseChunkClass(2 ** 30), 4)
    assert.equal(chooseChunkClass(2 ** 30 + 1), 5)
    assert.equal(chooseChunkClass(undefined), 4)
  })
})
