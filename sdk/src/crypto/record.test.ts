import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sha256 } from '@noble/hashes/sha2.js'
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from '../codec/cbor.ts'
import { u32 } from '../codec/integers.ts'
import { type EpochRecord, encodeRecord } from '../codec/record.ts'
import { compareBytes } from '../utils/index.ts'
import { storedObject } from './object.ts'
import { checkEpochSecret, type MakeRecordInput, makeRecord, openEarlierEpoch, openRecord } from './record.ts'
import { authorKey, epochSecret, hasCode, nextEpochSecret, repeat, scope } from './test-support.ts'

const first: MakeRecordInput = {
  scope,
  epoch: 0,
  secret: epochSecret,
  earlier: [],
  passes: [repeat(1, 32), repeat(2, 32)],
  writers: [{ author: authorKey.author, flags: 3 }],
  barrier: 0,
  asOf: { block: 12, hash: repeat(0xbb, 32) },
  narrowed: 0,
  dueAtSeconds: 0,
}
const secretOf = (epoch: number) => repeat(epoch + 1, 32)

/** Records of epochs 0 to `last`, each with its links. */
async function chain(last: number, barrier = 0): Promise<EpochRecord[]> {
  const records: EpochRecord[] = []
  let previous: Uint8Array | undefined
  for (let epoch = 0; epoch <= last; epoch++) {
    const made = await makeRecord({
      ...first,
      epoch,
      secret: secretOf(epoch),
      earlier: Array.from({ length: epoch }, (_, i) => ({ epoch: i, secret: secretOf(i) })),
      barrier: Math.min(barrier, epoch),
      ...(epoch === 0 ? {} : { previous, frontier: { digest: repeat(3, 32), sid: repeat(4, 32) } }),
    })
    previous = made.digest
    records.push(openRecord(made.bytes, { digest: made.digest, scope, epoch }))
  }
  return records
}

const recordAt = (records: EpochRecord[]) => async (epoch: number) => records[epoch] as EpochRecord

describe('record', () => {
  it('round-trips and is the one that was named', async () => {
    const { bytes, digest } = await makeRecord(first)
    const expected = { digest, scope, epoch: 0 }
    const record = openRecord(bytes, expected)
    assert.deepEqual(record.passes, first.passes)
    assert.equal(record.beyondV1, false)
    const { beyondV1: _b, digest: _d, ...fields } = record
    assert.deepEqual(encodeRecord(fields), bytes)
    for (const wrong of [{ digest: repeat(1, 32) }, { scope: repeat(1, 32) }, { epoch: 1 }]) {
      assert.throws(() => openRecord(bytes, { ...expected, ...wrong }), hasCode('RECORD_INVALID'))
    }
  })

  it('refuses every wrong field', async () => {
    const map = decodeCbor((await makeRecord(first)).bytes) as CborMap
    const { c: _c, ...withoutCommitment } = map
    const wrong: CborValue[] = [
      withoutCommitment,
      { ...map, t: 'record' },
      { ...map, z: 1 },
      { ...map, l: [repeat(2, 32), repeat(1, 32)] },
      { ...map, l: [repeat(2, 32), repeat(2, 32)] },
      { ...map, l: Array.from({ length: 257 }, (_, i) => sha256(u32(i))).toSorted(compareBytes) },
      { ...map, w: [[authorKey.author, 0]] },
      { ...map, w: [[authorKey.author, 4]] },
      { ...map, w: [[authorKey.author]] },
      { ...map, b: [[0, repeat(1, 48)]] },
      { ...map, y: 1 },
      { ...map, p: repeat(1, 32) },
      { ...map, q: [repeat(1, 32), repeat(1, 32)] },
      { ...map, e: 1 },
      { ...map, e: 2 ** 32 },
      { ...map, s: 2 ** 32 },
      { ...map, d: 2 ** 40 },
      { ...map, n: repeat(1, 31) },
      { ...map, x: { long: repeat(1, 65_536) } },
    ]
    for (const value of wrong) {
      const { bytes, digest } = storedObject(encodeCbor(value))
      assert.throws(() => openRecord(bytes, { digest, scope, epoch: 0 }), hasCode('RECORD_INVALID'))
    }
  })

  it('reports that it holds what a later version knows', async () => {
    const map = decodeCbor((await makeRecord(first)).bytes) as CborMap
    for (const later of [{ n: repeat(1, 32) }, { u: [] }, { g: repeat(1, 1216) }]) {
      const { bytes, digest } = storedObject(encodeCbor({ ...map, ...later }))
      assert.equal(openRecord(bytes, { digest, scope, epoch: 0 }).beyondV1, true)
    }
  })

  it('commits to one secret', async () => {
    const [record] = await chain(0)
    assert.ok(record)
    checkEpochSecret(record, epochSecret)
    assert.throws(() => checkEpochSecret(record, nextEpochSecret), hasCode('PASS_INVALID', /commits/))
  })

  it('needs all secrets that its links are for', async () => {
    const second = { ...first, epoch: 1, previous: repeat(1, 32) }
    const frontier = { digest: repeat(3, 32), sid: repeat(4, 32) }
    await assert.rejects(makeRecord({ ...second, frontier }), hasCode('INPUT_INVALID', /epoch 0/))
  })
})

describe('openEarlierEpoch', () => {
  it('reaches every earlier epoch in few steps', async () => {
    const records = await chain(9)
    const record = records[9] as EpochRecord
    for (let epoch = 0; epoch <= 9; epoch++) {
      let steps = 0
      const secret = await openEarlierEpoch({ record, secret: secretOf(9) }, epoch, async (at) => {
        steps += 1
        return records[at] as EpochRecord
      })
      assert.deepEqual(secret, secretOf(epoch))
      assert.ok(steps <= 3, `${steps} steps to ${epoch}`)
    }
  })

  it('opens nothing newer and nothing behind the barrier', async () => {
    const records = await chain(5, 2)
    const from = { record: records[3] as EpochRecord, secret: secretOf(3) }
    assert.deepEqual(await openEarlierEpoch(from, 2, recordAt(records)), secretOf(2))
    for (const epoch of [0, 1, 4]) {
      await assert.rejects(openEarlierEpoch(from, epoch, recordAt(records)), hasCode('HISTORY_CLOSED'))
    }
  })

  it('refuses a link that gives another secret than that epoch had', async () => {
    const records = await chain(2)
    const lying = await makeRecord({
      ...first,
      epoch: 2,
      secret: secretOf(2),
      previous: repeat(1, 32),
      frontier: { digest: repeat(3, 32), sid: repeat(4, 32) },
      earlier: [
        { epoch: 1, secret: repeat(0x77, 32) },
        { epoch: 0, secret: secretOf(0) },
      ],
    })
    const record = openRecord(lying.bytes, { digest: lying.digest, scope, epoch: 2 })
    const opening = openEarlierEpoch({ record, secret: secretOf(2) }, 1, recordAt(records))
    await assert.rejects(opening, hasCode('RECORD_INVALID', /not that epoch/))
    const wrongSecret = openEarlierEpoch({ record, secret: repeat(0x66, 32) }, 0, recordAt(records))
    await assert.rejects(wrongSecret, hasCode('RECORD_INVALID', /does not open/))
  })
})
