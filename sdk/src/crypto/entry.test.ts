import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from '../codec/cbor.ts'
import { deriveAuthorKey } from './author-key.ts'
import { checkEntryFollows, checkFrontier, makeEntry, verifyEntry, writersOf } from './entry.ts'
import { authorKey, hasCode, repeat, scope } from './test-support.ts'

const { author, seed } = authorKey
const fields = {
  scope,
  epoch: 1,
  record: repeat(2, 32),
  sequence: 4,
  previous: repeat(3, 32),
  ops: { digest: repeat(4, 32), sid: repeat(5, 32) },
  forest: repeat(6, 32),
}
const expected = { scope, epoch: 1, record: repeat(2, 32), writers: writersOf([{ author, flags: 1 }]) }
const other = deriveAuthorKey(repeat(0x31, 32), scope)
const verify = (change: Partial<typeof fields>, seedUsed = seed, context = expected) =>
  verifyEntry(makeEntry({ ...fields, ...change }, seedUsed).bytes, context)

describe('verifyEntry', () => {
  it('gives back what was signed', () => {
    const made = makeEntry(fields, seed)
    const entry = verifyEntry(made.bytes, expected)
    assert.deepEqual(entry.digest, made.digest)
    assert.deepEqual(entry.ops, fields.ops)
    assert.deepEqual(entry.author, author)
  })

  it('refuses another folder, epoch, record or author', () => {
    for (const [change, reason] of [
      [{ scope: repeat(1, 32) }, /folder/],
      [{ epoch: 2 }, /epoch/],
      [{ record: repeat(1, 32) }, /another record/],
    ] as const) {
      assert.throws(() => verify(change), hasCode('ENTRY_INVALID', reason))
    }
    assert.throws(() => verify({}, other.seed), hasCode('ENTRY_INVALID', /may not write/))
    const admitsOnly = { ...expected, writers: writersOf([{ author, flags: 2 }]) }
    assert.throws(() => verify({}, seed, admitsOnly), hasCode('ENTRY_INVALID', /may not write/))
  })

  it('refuses changed, missing and unknown fields', () => {
    const map = decodeCbor(makeEntry(fields, seed).bytes) as CborMap
    const { p: _p, ...withoutPrevious } = map
    const { z: _z, ...unsigned } = map
    const wrong: CborValue[] = [
      withoutPrevious,
      unsigned,
      { ...map, s: 5 },
      { ...map, s: 0 },
      { ...map, g: repeat(7, 32) },
      { ...map, z: repeat(7, 64) },
      { ...map, y: 1 },
      { ...map, j: [] },
      { ...map, j: [[other.author, 1]] },
      { ...map, x: { added: 1 } },
      { ...map, x: { long: repeat(1, 4096) } },
    ]
    for (const value of wrong) {
      assert.throws(() => verifyEntry(encodeCbor(value), expected), hasCode('ENTRY_INVALID'))
    }
  })

  it('lets an author admit others only with that flag', () => {
    const admits = [{ author: other.author, flags: 1 }]
    const { bytes } = makeEntry({ ...fields, admits }, seed)
    assert.throws(() => verifyEntry(bytes, expected), hasCode('ENTRY_INVALID', /admit/))
    const writers = writersOf([{ author, flags: 3 }])
    const entry = verifyEntry(bytes, { ...expected, writers })
    const widened = writersOf(entry.admits ?? [], writers)
    assert.ok(verify({}, other.seed, { ...expected, writers: widened }))
    assert.throws(() => verify({}, other.seed, { ...expected, writers }), hasCode('ENTRY_INVALID'))
  })
})

describe('checkEntryFollows', () => {
  const entry = verify({})
  const before = { author, sequence: 3, entry: repeat(3, 32) }

  it('accepts the next entry and no other', () => {
    checkEntryFollows(entry, before)
    for (const wrong of [
      { sequence: 2 },
      { sequence: 4 },
      { entry: repeat(9, 32) },
      { author: other.author },
    ]) {
      assert.throws(
        () => checkEntryFollows(entry, { ...before, ...wrong }),
        hasCode('ENTRY_INVALID', /follow/),
      )
    }
  })
})

describe('checkFrontier', () => {
  const entry = verify({})
  const at = (sequence: number, digest = repeat(9, 32)) => [{ author, sequence, entry: digest }]

  it('ends the earlier epoch at the frontier', () => {
    checkFrontier(entry, at(5), 2)
    checkFrontier(entry, at(4, entry.digest), 2)
    assert.throws(() => checkFrontier(entry, at(3), 2), hasCode('ENTRY_INVALID', /ended/))
    assert.throws(() => checkFrontier(entry, [], 2), hasCode('ENTRY_INVALID', /ended/))
    assert.throws(() => checkFrontier(entry, at(4), 2), hasCode('ENTRY_INVALID', /another entry/))
  })

  it('starts the epoch behind its frontier', () => {
    checkFrontier(entry, at(3, repeat(3, 32)), 1)
    checkFrontier(entry, at(2), 1)
    checkFrontier(entry, [], 1)
    assert.throws(() => checkFrontier(entry, at(3), 1), hasCode('ENTRY_INVALID', /follow/))
    assert.throws(() => checkFrontier(entry, at(4), 1), hasCode('ENTRY_INVALID', /older/))
  })
})
