import assert from 'node:assert/strict'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { Block } from '@space/sdk/storage'
import { concatBytes, MAX_BLOCK_BYTES } from '@space/sdk/storage'
import { makeSeededBlock } from '@space/sdk/testing'
import fc from 'fast-check'
import { varint } from 'multiformats'
import { decodeFrameHead, encodeFrameHead, walkFrames } from './frame.ts'
import '../../../test/support/seed-fast-check.ts'

const root = mkdtempSync(join(tmpdir(), 'space-frame-'))
after(() => rmSync(root, { recursive: true, force: true }))

const { cid } = await makeSeededBlock(1, 1)

describe('frame', () => {
  it('begins as a section of CARv1: varint of the length of CID and bytes, CID', () => {
    for (const length of [0, 1, 91, 92, 127, 16_347, 16_348, MAX_BLOCK_BYTES]) {
      const size = 36 + length
      const prefix = varint.encodeTo(size, new Uint8Array(varint.encodingLength(size)))
      assert.deepEqual(encodeFrameHead(cid.bytes, length), concatBytes(prefix, cid.bytes))
    }
  })

  it('is read back, whatever follows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_BLOCK_BYTES }), fc.uint8Array(), (length, rest) => {
        const head = encodeFrameHead(cid.bytes, length)
        const frame = decodeFrameHead(concatBytes(head, rest))
        assert.deepEqual(frame?.head, head)
        assert.equal(frame?.length, length)
        assert.equal(frame?.codec, cid.code)
        assert.deepEqual(frame?.digest, cid.multihash.digest)
      }),
    )
  })

  it('is refused when it is cut, not minimal, too long or of another kind', () => {
    const head = encodeFrameHead(cid.bytes, 5)
    for (let i = 0; i < head.length; i++) assert.equal(decodeFrameHead(head.subarray(0, i)), undefined)
    const padded = concatBytes(Uint8Array.of(0x80 | (36 + 5), 0), cid.bytes)
    assert.equal(decodeFrameHead(padded), undefined)
    assert.equal(decodeFrameHead(encodeFrameHead(cid.bytes, MAX_BLOCK_BYTES + 1)), undefined)
    assert.equal(decodeFrameHead(concatBytes(Uint8Array.of(35), cid.bytes)), undefined)
    assert.equal(decodeFrameHead(new Uint8Array(64)), undefined)
    assert.equal(decodeFrameHead(new Uint8Array(64).fill(0xff)), undefined)
    for (const at of [1, 2, 3, 4]) {
      const other = head.slice()
      other[at] = 0x70
      assert.equal(decodeFrameHead(other), undefined)
    }
  })
})

describe('walkFrames', () => {
  const write = (name: string, blocks: readonly Block[], tail = new Uint8Array()) => {
    const path = join(root, name)
    const bytes = concatBytes(
      ...blocks.flatMap((block) => [encodeFrameHead(block.cid.bytes, block.bytes.length), block.bytes]),
      tail,
    )
    writeFileSync(path, bytes)
    return { path, bytes }
  }
  const walk = (path: string, to: number, verify: boolean) => {
    const fd = openSync(path, 'r')
    const offsets: number[] = []
    try {
      const end = walkFrames(fd, 0, to, { verify }, ({ offset }) => offsets.push(offset))
      return { end, offsets }
    } finally {
      closeSync(fd)
    }
  }

  it('visits blocks of all sizes, through windows smaller than they are', async () => {
    const sizes = [0, 10, 70_000, MAX_BLOCK_BYTES, 3, MAX_BLOCK_BYTES, 64 * 1024, 0]
    const blocks = await Promise.all(sizes.map((sizeBytes, i) => makeSeededBlock(i, sizeBytes)))
    const { path, bytes } = write('sizes', blocks)
    for (const verify of [false, true]) {
      const { end, offsets } = walk(path, bytes.length, verify)
      assert.equal(end, bytes.length)
      assert.equal(offsets.length, sizes.length)
    }
  })

  it('stops before a tail that is not whole, and before a wrong byte if it verifies', async () => {
    const blocks = await Promise.all([1, 2, 3].map((seed) => makeSeededBlock(seed, 100)))
    const { path, bytes } = write('torn', blocks)
    const frameBytes = bytes.length / 3
    for (const verify of [false, true]) {
      assert.equal(walk(path, bytes.length - 1, verify).end, 2 * frameBytes)
      assert.equal(walk(path, 2 * frameBytes + 10, verify).end, 2 * frameBytes)
    }
    assert.equal(
      walk(write('zeros', blocks, new Uint8Array(500)).path, bytes.length + 500, true).end,
      bytes.length,
    )
    bytes[2 * frameBytes - 1] = (bytes[2 * frameBytes - 1] as number) ^ 1
    writeFileSync(path, bytes)
    assert.equal(walk(path, bytes.length, true).end, frameBytes)
    assert.equal(walk(path, bytes.length, false).end, bytes.length)
  })

  it('stops where the file ends before it should', async () => {
    const { path, bytes } = write('short', [await makeSeededBlock(1, 100)])
    assert.equal(walk(path, bytes.length + 1000, true).end, bytes.length)
    assert.equal(walk(path, bytes.length + 1000, false).end, bytes.length)
  })
})
