import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { compareBytes, concatBytes, equalBytes, fromHex, toHex } from './bytes.ts'
import '../../../test/support/seed-fast-check.ts'

describe('bytes', () => {
  it('round-trips hex and refuses what is not hex', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => equalBytes(fromHex(toHex(bytes)), bytes)))
    assert.throws(() => fromHex('0xabc'))
    assert.throws(() => fromHex('zz'))
  })

  it('orders like Buffer.compare', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (a, b) => {
        assert.equal(Math.sign(compareBytes(a, b)), Buffer.compare(a, b))
      }),
    )
  })

  it('joins in order', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), (parts) =>
        equalBytes(concatBytes(...parts), Uint8Array.from(parts.flatMap((part) => [...part]))),
      ),
    )
  })
})
