import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fromHex, toHex } from '../utils/index.ts'
import { type CborValue, decodeCbor, encodeCbor } from './cbor.ts'
import { blockCid } from './reference.ts'
import '../../../test/support/seed-fast-check.ts'

const value: fc.Arbitrary<CborValue> = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeNat(),
    fc.string().map((text) => text.normalize('NFC')),
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.dictionary(
      fc.string().map((text) => `k${text}`.normalize('NFC')),
      tie('value'),
      { noNullPrototype: true },
    ),
  ),
})).value

const refused: Record<string, string> = {
  'unsorted keys': 'a2616201616101',
  'keys by bytes before length': 'a26261610161620100',
  'a repeated key': 'a2616101616102',
  'an integer that is longer than needed': '1817',
  'a length that is longer than needed': '580100',
  null: 'f6',
  undefined: 'f7',
  true: 'f5',
  'a float': 'fb3ff0000000000000',
  'a half float': 'f93c00',
  'a negative number': '20',
  'an integer above 2^53-1': '1b0020000000000000',
  'an indefinite list': '9f01ff',
  'broken UTF-8': '62c328',
  'a text that is not NFC': '6365cc81',
  'a key that is not NFC': 'a16365cc8101',
  'a key that is not text': 'a10101',
  'a foreign tag': 'c101',
  'a link without its zero byte': 'd82a4101',
  'trailing bytes': '0101',
  'a cut map': 'a16161',
  nothing: '',
}

describe('cbor', () => {
  it('round-trips every legal value', () => {
    fc.assert(fc.property(value, (item) => assert.deepEqual(decodeCbor(encodeCbor(item)), item)))
  })

  for (const [what, hex] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      assert.throws(() => decodeCbor(fromHex(hex)), Error)
    })
  }

  it('refuses to write what it would not read', () => {
    for (const bad of [1.5, -1, Number.NaN, 2 ** 53, 'e\u0301', '\ud800', null, true, undefined, [null]]) {
      assert.throws(() => encodeCbor(bad as CborValue), Error)
    }
  })

  it('orders keys by length, then by bytes', () => {
    assert.equal(toHex(encodeCbor({ bb: 0, c: 1, a: 2 })), '0xa361610261630162626200')
  })

  it('takes links only where they are asked for', () => {
    const link = encodeCbor([blockCid(new Uint8Array(32), 'raw')])
    assert.throws(() => decodeCbor(link), /link/)
    assert.ok(decodeCbor(link, { links: true }))
  })

  it('takes 16 levels inside one another and no more', () => {
    const nested = (levels: number) => fromHex(`${'81'.repeat(levels)}00`)
    assert.ok(decodeCbor(nested(16)))
    assert.throws(() => decodeCbor(nested(17)), /deep/)
  })

  it('survives deep nesting without crashing', () => {
    const deep = new Uint8Array(200_000).fill(0x81)
    assert.throws(() => decodeCbor(deep), Error)
  })
})
