import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toHex } from '@space/sdk/storage'
import { pseudoRandomBytes } from '@space/sdk/testing'
import fc from 'fast-check'
import { BlockIndex } from './block-index.ts'
import '../../../test/support/seed-fast-check.ts'

const digestOf = (seed: number) => pseudoRandomBytes(seed, 32)

describe('BlockIndex', () => {
  it('behaves like a map that keeps the order of insertion', () => {
    const step = fc.record({
      seed: fc.integer({ min: 0, max: 40 }),
      segment: fc.integer({ min: 1, max: 2 ** 31 }),
      offset: fc.integer({ min: 0, max: 2 ** 28 }),
      length: fc.integer({ min: 0, max: 2 ** 20 + 64 }),
      codec: fc.constantFrom(0x55, 0x71),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const index = new BlockIndex()
        const model = new Map<string, Omit<(typeof steps)[number], 'seed'>>()
        for (const { seed, ...location } of steps) {
          index.set(digestOf(seed), location)
          model.set(toHex(digestOf(seed)), location)
        }
        assert.equal(index.size, model.size)
        assert.equal(
          index.sizeBytes,
          [...model.values()].reduce((sum, { length }) => sum + length, 0),
        )
        for (let seed = 0; seed <= 40; seed++) {
          const entry = index.find(digestOf(seed))
          const expected = model.get(toHex(digestOf(seed)))
          assert.equal(entry >= 0, expected !== undefined)
          if (expected !== undefined) assert.deepEqual(index.at(entry), expected)
        }
        const order = [...model.keys()].map((_, entry) => toHex(index.digestAt(entry)))
        assert.deepEqual(order, [...model.keys()])
      }),
    )
  })

  it('finds each of 100,000 blocks, in less than 100 bytes each', () => {
    const count = 100_000
    const digest = new Uint8Array(32)
    const numbered = (i: number) => {
      new DataView(digest.buffer).setUint32(0, Math.imul(i, 0x9e3779b1))
      return digest
    }
    const before = process.memoryUsage().arrayBuffers
    const index = new BlockIndex()
    for (let i = 0; i < count; i++) {
      const entry = index.set(numbered(i), { codec: 0x55, segment: 1, offset: i, length: 1 })
      assert.equal(entry, i)
    }
    const usedBytes = process.memoryUsage().arrayBuffers - before
    for (let i = 0; i < count; i++) assert.equal(index.find(numbered(i)), i)
    for (let i = count; i < 2 * count; i++) assert.equal(index.find(numbered(i)), -1)
    assert.ok(usedBytes < 100 * count, `${usedBytes / count} bytes per block`)
  })

  it('tells digests apart that differ only in their last byte, however many', () => {
    const index = new BlockIndex()
    const digest = new Uint8Array(32)
    for (let i = 0; i < 256; i++) {
      digest[31] = i
      index.set(digest, { codec: 0x55, segment: i, offset: 0, length: 0 })
    }
    for (let i = 0; i < 256; i++) {
      digest[31] = i
      assert.equal(index.at(index.find(digest)).segment, i)
    }
  })
})
