import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CID } from 'multiformats/cid'
import { SpaceError } from '../errors/index.ts'
import { checkBlock, checkCid, DAG_CBOR_CODEC, MAX_BLOCK_BYTES, RAW_CODEC } from './check-block.ts'
import { checkExpected, checkHeadSignature, checkHeadValue, checkLabel } from './check-head.ts'

const digest = {
  code: 0x12 as const,
  size: 32,
  digest: new Uint8Array(32),
  bytes: Uint8Array.of(0x12, 32, ...new Uint8Array(32)),
}
const cid = CID.createV1(RAW_CODEC, digest)

describe('checkCid and checkBlock', () => {
  it('take raw and dag-cbor blocks up to the largest', () => {
    checkCid(cid)
    checkCid(CID.createV1(DAG_CBOR_CODEC, digest))
    checkBlock({ cid, bytes: new Uint8Array(MAX_BLOCK_BYTES) })
  })

  it('say what is wrong with others', () => {
    const bad: [CID, RegExp][] = [
      [CID.createV0(digest), /version 0/],
      [CID.createV1(0x70, digest), /codec is 0x70/],
      [CID.createV1(RAW_CODEC, { ...digest, code: 0x13 }), /hash function is 0x13/],
      [CID.createV1(RAW_CODEC, { ...digest, digest: new Uint8Array(20) }), /hash function/],
    ]
    for (const [other, reason] of bad) {
      assert.throws(
        () => checkCid(other),
        (error) => SpaceError.is(error, 'BLOCK_UNSUPPORTED') && reason.test(error.data.reason),
      )
    }
    const tooLarge = { cid, bytes: new Uint8Array(MAX_BLOCK_BYTES + 1) }
    assert.throws(
      () => checkBlock(tooLarge),
      (error) => SpaceError.is(error, 'BLOCK_UNSUPPORTED') && /1048641 bytes/.test(error.data.reason),
    )
  })
})

describe('checks of heads', () => {
  const label = new Uint8Array(32)
  const value = Uint8Array.of(1)

  it('take labels of 32 bytes and values up to a block', () => {
    checkLabel(label)
    checkHeadValue(new Uint8Array(MAX_BLOCK_BYTES))
    for (const size of [0, 31, 33])
      assert.throws(
        () => checkLabel(new Uint8Array(size)),
        (error) => SpaceError.is(error, 'INPUT_INVALID'),
      )
    assert.throws(
      () => checkHeadValue(new Uint8Array(MAX_BLOCK_BYTES + 1)),
      (error) => SpaceError.is(error, 'INPUT_INVALID'),
    )
  })

  it('compare the expected value, in which none differs from empty', () => {
    checkExpected(label, null, null)
    checkExpected(label, value, value.slice())
    const conflicts: [Uint8Array | null, Uint8Array | null][] = [
      [null, value],
      [value, null],
      [value, Uint8Array.of(2)],
      [null, new Uint8Array()],
      [new Uint8Array(), null],
    ]
    for (const [current, expected] of conflicts) {
      assert.throws(
        () => checkExpected(label, current, expected),
        (error) => SpaceError.is(error, 'HEAD_CONFLICT'),
      )
    }
  })

  it('take any value without a check of signatures, and only what it confirms with one', async () => {
    await checkHeadSignature(label, value, undefined)
    await checkHeadSignature(label, value, () => true)
    await checkHeadSignature(label, value, async (at, signed) => at === label && signed === value)
    for (const verify of [() => false, async () => false]) {
      await assert.rejects(checkHeadSignature(label, value, verify), (error) =>
        SpaceError.is(error, 'HEAD_REFUSED'),
      )
    }
  })
})
