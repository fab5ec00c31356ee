import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { CID } from 'multiformats/cid'
import { encodeCbor } from '../codec/cbor.ts'
import { decodeForestNode, decodeForestRoot, encodeForestRoot } from '../codec/forest.ts'
import { u32 } from '../codec/integers.ts'
import { blockCid } from '../codec/reference.ts'
import { compareBytes, toHex } from '../utils/index.ts'
import { buildForest } from './build-forest.ts'
import { insertIntoForest } from './insert-into-forest.ts'
import { listForest } from './list-forest.ts'
import type { StoredObject } from './object.ts'
import { collect, hasCode, MemoryBlocks, repeat } from './test-support.ts'
import '../../../test/support/seed-fast-check.ts'

const digests = (count: number, from = 0) => Array.from({ length: count }, (_, i) => sha256(u32(from + i)))
const invalid = hasCode('FOREST_INVALID')

/** Digests that often share their first nibbles. */
const crowded = fc
  .uniqueArray(fc.tuple(fc.constantFrom(0x00, 0x01, 0x10), fc.nat(3), fc.nat(2)), {
    selector: (item) => item.join(),
    maxLength: 30,
  })
  .map((items) => items.map(([a, b, c]) => Uint8Array.of(a, 0, 0, b, ...repeat(0, 27), c)))

async function build(set: readonly Uint8Array[]) {
  const blocks = new MemoryBlocks()
  return { blocks, root: await buildForest(set, blocks) }
}

function insert(blocks: MemoryBlocks, root: Uint8Array, added: readonly Uint8Array[]) {
  const { fetch: fetchBlock, write } = blocks
  return insertIntoForest(root, added, { fetchBlock, write })
}

describe('buildForest', () => {
  it('meets the reviewed values', async () => {
    assert.equal(
      toHex((await build([])).root),
      '0xb7254a3e0b02f97dc80cb78f0e8b4a6f2580d0caedd7dd0b50b42d3f0ac729dd',
    )
    assert.equal(
      toHex((await build(digests(1000))).root),
      '0x5ac4ae4834ecfb8c4bf3c9fc430fa2b104ce36f49c55c5e8bd603349b8c8e48e',
    )
  })

  it('stops when it is told to, and so do all that read', async () => {
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    const { blocks, root } = await build(digests(10))
    const { fetch: fetchBlock, write } = blocks
    await assert.rejects(buildForest(digests(10), { write, signal }), reason)
    await assert.rejects(insertIntoForest(root, digests(20), { fetchBlock, write, signal }), reason)
    await assert.rejects(collect(listForest(root, fetchBlock, { signal })), reason)
  })

  it('depends on the set alone, and lists it', async () => {
    await fc.assert(
      fc.asyncProperty(crowded, async (set) => {
        const { blocks, root } = await build(set)
        assert.deepEqual((await build([...set.toReversed(), ...set])).root, root)
        assert.deepEqual(await collect(listForest(root, blocks.fetch)), set.toSorted(compareBytes))
      }),
    )
  })
})

describe('insertIntoForest', () => {
  it('gives what building the united set gives', async () => {
    await fc.assert(
      fc.asyncProperty(crowded, crowded, async (before, added) => {
        const { blocks, root } = await build(before)
        const after = await insert(blocks, root, added)
        assert.deepEqual(after, (await build([...before, ...added])).root)
      }),
    )
  })

  it('rewrites only the nodes on the way', async () => {
    const { blocks, root } = await build(digests(10_000))
    const { fetch: fetchBlock } = blocks
    const written: StoredObject[] = []
    const write = (node: StoredObject) => void written.push(node)
    await insertIntoForest(root, digests(1, 10_000), { fetchBlock, write })
    assert.ok(written.length >= 1 && written.length <= 5, `${written.length} nodes`)
    assert.ok(blocks.fetched <= 5, `${blocks.fetched} fetched`)
    written.length = 0
    assert.deepEqual(await insertIntoForest(root, digests(5), { fetchBlock, write }), root)
    assert.deepEqual(written, [])
  })
})

describe('forest node', () => {
  const raw = (digest: Uint8Array) => blockCid(digest, 'raw')
  const inBucket = (...links: CID[]) => encodeCbor({ b: 1, c: [links] })
  const [a, b, c, d] = [1, 2, 3, 4].map((last) => Uint8Array.of(...repeat(0, 31), last)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]

  it('refuses what one set could not give', () => {
    const v0 = CID.parse('QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n')
    const dagPb = CID.createV1(0x70, raw(a).multihash)
    const wrong = [
      inBucket(),
      inBucket(raw(b), raw(a)),
      inBucket(raw(a), raw(a)),
      inBucket(raw(a), raw(b), raw(c), raw(d)),
      inBucket(raw(repeat(0x10, 32))),
      inBucket(v0),
      inBucket(dagPb),
      inBucket(blockCid(a, 'dag-cbor')),
      encodeCbor({ b: 1, c: [raw(a)] }),
      encodeCbor({ b: 1, c: [v0] }),
      encodeCbor({ b: 3, c: [[raw(a)]] }),
      encodeCbor({ b: 0x10000, c: [[raw(a)]] }),
      encodeCbor({ b: 1, c: [[raw(a)]], x: {} }),
      encodeCbor({ b: 1 }),
    ]
    for (const bytes of wrong) assert.throws(() => decodeForestNode(bytes, []), invalid)
    assert.equal(decodeForestNode(inBucket(raw(a), raw(b), raw(c)), []).size, 1)
    assert.throws(() => decodeForestNode(inBucket(raw(a), raw(b), raw(c)), [0]), invalid)
    assert.throws(() => decodeForestNode(encodeCbor({ b: 0, c: [] }), [0]), invalid)
    assert.throws(() => decodeForestNode(inBucket(raw(a)), new Array(64).fill(0)), invalid)
  })

  it('is refused when storage gives another one', async () => {
    const { blocks, root } = await build(digests(10))
    blocks.blocks.set(toHex(root), encodeCbor({ b: 0, c: [] }))
    await assert.rejects(collect(listForest(root, blocks.fetch)), invalid)
  })
})

describe('forest root', () => {
  const root = { generation: 2, blocks: repeat(1, 32), objects: [repeat(2, 32), repeat(3, 32)] }

  it('round-trips and refuses wrong links', () => {
    assert.deepEqual(decodeForestRoot(encodeForestRoot(root)), root)
    assert.throws(() => encodeForestRoot({ ...root, objects: root.objects.toReversed() }), invalid)
    const link = (byte: number, codec: 'raw' | 'dag-cbor') => blockCid(repeat(byte, 32), codec)
    const good = { t: 'forest', v: 1, g: 2, h: link(1, 'dag-cbor'), x: [link(2, 'dag-cbor')] }
    const wrong = [
      { ...good, h: link(1, 'raw') },
      { ...good, h: repeat(1, 32) },
      { ...good, x: [link(2, 'raw')] },
      { ...good, x: [link(2, 'dag-cbor'), link(2, 'dag-cbor')] },
      { ...good, x: {} },
      { ...good, y: 1 },
      { t: 'forest', v: 1, g: 2, h: good.h },
    ]
    for (const value of wrong) assert.throws(() => decodeForestRoot(encodeCbor(value)), invalid)
    assert.ok(decodeForestRoot(encodeCbor(good)))
  })
})
