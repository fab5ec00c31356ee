import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasCode, repeat } from '../crypto/test-support.ts'
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts'
import { decodeFrontier, encodeFrontier } from './log-positions.ts'
import { decodeOps, encodeOps, type Ops, rootId } from './ops.ts'
import { walletSubject } from './subject.ts'

const pointer = { digest: repeat(1, 32), secret: repeat(2, 32), sizeClass: 2 as const }
const id = repeat(7, 16)
const claim = { subject: walletSubject(repeat(3, 20)), bind: repeat(4, 32), signature: repeat(5, 64) }
const ops: Ops = {
  lamport: 9,
  heads: [
    { author: repeat(1, 32), sequence: 0, entry: repeat(9, 32) },
    { author: repeat(2, 32), sequence: 5, entry: repeat(8, 32) },
  ],
  operations: [
    { kind: 'create', id, parent: rootId, name: 'a', what: 'file' },
    { kind: 'create', id, parent: rootId, name: 'b', what: 'directory' },
    { kind: 'move', id, parent: id, name: 'c' },
    { kind: 'content', id, content: { kind: 'inline', bytes: repeat(1, 2) } },
    { kind: 'meta', id, modifiedMs: 1 },
    { kind: 'trash', id },
  ],
  root: pointer,
  claim,
}
const invalid = hasCode('OPS_INVALID')
const map = decodeCbor(encodeOps(ops)) as CborMap
const withOperation = (...operation: CborValue[]) => encodeCbor({ ...map, o: [operation] })

describe('ops', () => {
  it('round-trips every kind of change', () => {
    assert.deepEqual(decodeOps(encodeOps(ops), 0), ops)
  })

  it('has a claim in the first entry and only there', () => {
    const { claim: _claim, ...later } = ops
    assert.deepEqual(decodeOps(encodeOps(later), 3), later)
    assert.throws(() => decodeOps(encodeOps(later), 0), invalid)
    assert.throws(() => decodeOps(encodeOps(ops), 1), invalid)
  })

  it('refuses changes of the wrong form', () => {
    const wrong: CborValue[][] = [
      [],
      [5, id],
      [0, id, rootId, 'a'],
      [0, id, rootId, 'a', 2],
      [0, id, rootId, '..', 1],
      [0, rootId, rootId, 'a', 1],
      [1, id, repeat(1, 15), 'a'],
      [1, id, rootId, 'a/b'],
      [2, id, [0, 'text']],
      [3, id, 'now'],
      [4, repeat(7, 17)],
      [4, id, id],
      ['0', id],
    ]
    for (const operation of wrong) assert.throws(() => decodeOps(withOperation(...operation), 0), invalid)
    assert.ok(decodeOps(withOperation(4, id), 0))
  })

  it('refuses missing, unknown and wrong fields', () => {
    const { d: _root, ...withoutRoot } = map
    const [first, second] = map.h as CborValue[]
    const wrong: CborMap[] = [
      withoutRoot,
      { ...map, y: 1 },
      { ...map, l: 'late' },
      { ...map, h: [second as CborValue, first as CborValue] },
      { ...map, h: [first as CborValue, first as CborValue] },
      { ...map, w: [repeat(3, 20), repeat(4, 32), repeat(5, 64)] },
      { ...map, w: [claim.subject, repeat(4, 32)] },
      { ...map, w: [repeat(3, 32), repeat(4, 32), repeat(5, 64)] },
    ]
    for (const value of wrong) assert.throws(() => decodeOps(encodeCbor(value), 0), invalid)
  })

  it('is not written wrong either', () => {
    const badName: Ops = { ...ops, operations: [{ kind: 'move', id, parent: rootId, name: '' }] }
    const badId: Ops = { ...ops, operations: [{ kind: 'trash', id: rootId }] }
    for (const bad of [badName, badId]) assert.throws(() => encodeOps(bad), invalid)
  })
})

describe('frontier', () => {
  it('round-trips, and refuses what is not sorted', () => {
    assert.deepEqual(decodeFrontier(encodeFrontier(ops.heads)), ops.heads)
    assert.deepEqual(decodeFrontier(encodeFrontier([])), [])
    assert.throws(() => encodeFrontier(ops.heads.toReversed()), hasCode('FRONTIER_INVALID'))
    assert.throws(() => decodeFrontier(encodeCbor([[repeat(1, 32), 0]])), hasCode('FRONTIER_INVALID'))
    assert.throws(() => decodeFrontier(encodeCbor({})), hasCode('FRONTIER_INVALID'))
  })
})
