import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { toHex } from '../utils/index.ts'
import { frame } from './frame.ts'
import { u8, u16, u32, u64 } from './integers.ts'
import '../../../test/support/seed-fast-check.ts'

describe('frame', () => {
  it('puts the purpose and the lengths in front', () => {
    assert.equal(
      toHex(frame('log', Uint8Array.of(1, 2), new Uint8Array())),
      toHex(new TextEncoder().encode('space/v1/log\0\0\x02\x01\x02\0\0')),
    )
  })

  it('gives different lists of parts different texts', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 3 }), { maxLength: 3 })
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const same = JSON.stringify(a.map(toHex)) === JSON.stringify(b.map(toHex))
        assert.equal(toHex(frame('log', ...a)) === toHex(frame('log', ...b)), same)
      }),
    )
  })

  it('writes integers big-endian', () => {
    assert.equal(toHex(u8(255)), '0xff')
    assert.equal(toHex(u16(0x1234)), '0x1234')
    assert.equal(toHex(u32(0xfffefdfc)), '0xfffefdfc')
    assert.equal(toHex(u64(2n ** 53n)), '0x0020000000000000')
  })
})
