import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { blockSizeBytes, capacityBytes, sizeClasses } from '../codec/size-class.ts'
import { toHex } from '../utils/index.ts'
import { blockType } from './block-type.ts'
import { deriveEpochKeys } from './epoch-keys.ts'
import { openBlock } from './open-block.ts'
import { type BlockKeying, type SealedBlock, sealBlock } from './seal-block.ts'
import { convergent, epochSecret, hasCode, nextEpochSecret, noise, repeat, scope } from './test-support.ts'
import '../../../test/support/seed-fast-check.ts'

const keyingOf = (folder: Uint8Array, epoch: number, secret: Uint8Array): BlockKeying => ({
  kind: 'convergent',
  key: deriveEpochKeys(folder, epoch, secret).convergence,
})

describe('sealed blocks', () => {
  it('meet the reviewed values', async () => {
    const block = await sealBlock(blockType.chunk, new TextEncoder().encode('hello space'), convergent)
    assert.equal(toHex(block.secret), '0x546513b98afb9e31d6efb10ce332829fece6c483bc2fed8c47335ed9aab077cd')
    assert.equal(
      toHex(block.bytes.subarray(4, 36)),
      '0x67b2f443e1b66874edd976fbe3af6c74fe8abcfb99216ff585cf459fc98d2c3d',
    )
    assert.equal(toHex(block.digest), '0xbccb14e1bd44a51b34501f3017923d378539510a4110f6f8825579e1cb1261e2')
  })

  it('open at every border of every class, and have its length', async () => {
    for (const sizeClass of sizeClasses) {
      const capacity = capacityBytes(sizeClass)
      for (const size of [0, 1, capacity - 1, capacity]) {
        const payload = noise(size)
        const block = await sealBlock(blockType.chunk, payload, convergent, sizeClass)
        assert.equal(block.bytes.length, blockSizeBytes(sizeClass))
        assert.deepEqual(await openBlock(block, block.bytes, blockType.chunk), payload)
      }
      await assert.rejects(
        sealBlock(blockType.chunk, noise(capacity + 1), convergent, sizeClass),
        hasCode('INPUT_INVALID'),
      )
    }
  })

  it('take the smallest class that holds the payload', async () => {
    const classOf = async (size: number) => (await sealBlock(4, noise(size), convergent)).sizeClass
    assert.equal(await classOf(967), 0)
    assert.equal(await classOf(968), 1)
    assert.equal(await classOf(262_088), 5)
    await assert.rejects(classOf(1_048_520), hasCode('INPUT_INVALID'))
  })

  it('are equal for equal plaintexts of one folder and epoch, and unrelated otherwise', async () => {
    const payload = noise(500)
    const keyings: BlockKeying[] = [
      keyingOf(scope, 0, epochSecret),
      keyingOf(scope, 1, epochSecret),
      keyingOf(scope, 0, nextEpochSecret),
      keyingOf(repeat(3, 32), 0, epochSecret),
      { kind: 'random' },
      { kind: 'random' },
    ]
    const digests = await Promise.all(
      keyings.map(async (keying) => (await sealBlock(4, payload, keying)).digest),
    )
    assert.equal(new Set(digests.map(toHex)).size, keyings.length)
    assert.deepEqual((await sealBlock(4, payload, convergent)).digest, digests[0])
    assert.notDeepEqual((await sealBlock(7, payload, convergent)).digest, digests[0])
    assert.notDeepEqual((await sealBlock(4, payload, convergent, 1)).digest, digests[0])
  })

  it('show nothing of the plaintext', async () => {
    const payload = repeat(0x41, 900)
    const { bytes } = await sealBlock(blockType.chunk, payload, convergent)
    assert.ok(!Buffer.from(bytes).includes(Buffer.from(payload.subarray(0, 8))))
  })
})

describe('openBlock', () => {
  const refused = hasCode('BLOCK_INVALID')
  const cid = (block: SealedBlock) => openBlock(block, block.bytes, blockType.chunk)

  it('refuses any changed bit', async () => {
    const block = await sealBlock(blockType.chunk, noise(700), convergent)
    await fc.assert(
      fc.asyncProperty(fc.nat(block.bytes.length * 8 - 1), async (bit) => {
        const bytes = block.bytes.slice()
        bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
        await assert.rejects(openBlock(block, bytes, blockType.chunk), refused)
      }),
    )
  })

  it('refuses cut, long, swapped and missing bytes, and another type', async () => {
    const block = await sealBlock(blockType.chunk, noise(700), convergent)
    const other = await sealBlock(blockType.chunk, noise(700, 5), convergent)
    const longer = new Uint8Array(block.bytes.length + 1)
    longer.set(block.bytes)
    for (const bytes of [block.bytes.subarray(1), longer, other.bytes, new Uint8Array()]) {
      await assert.rejects(openBlock(block, bytes, blockType.chunk), refused)
    }
    await assert.rejects(openBlock(block, block.bytes.slice(), blockType.bundle), refused)
    assert.deepEqual(await cid(block), noise(700))
  })

  it('refuses a pointer with another class, secret or digest', async () => {
    const block = await sealBlock(blockType.chunk, noise(700), convergent)
    const wrong = [{ sizeClass: 1 as const }, { secret: repeat(0, 32) }, { digest: repeat(0, 32) }]
    for (const change of wrong) await assert.rejects(cid({ ...block, ...change }), refused)
  })

  it('names the block, whatever was wrong with it', async () => {
    const block = await sealBlock(blockType.chunk, noise(10), convergent)
    await assert.rejects(cid({ ...block, secret: repeat(0, 32) }), /bafkrei/)
  })
})
