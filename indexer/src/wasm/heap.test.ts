import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import '../testing/seed.ts'
import type { AbiValue } from '../abi/abi-type.ts'
import { makeDecimal } from '../numbers/big-decimal.ts'
import { hostHeap } from '../testing/host-heap.ts'
import { AscType } from './asc-types.ts'
import { readAbiValue, writeAbiValue } from './ethereum-values.ts'

const heap = hostHeap

test('integers survive, in the fewest bytes', () => {
  const length = (value: bigint) => heap.field(heap.writeBigInt(value), 2)
  fc.assert(
    fc.property(fc.bigInt({ min: -(1n << 300n), max: 1n << 300n }), (value) => {
      assert.equal(heap.readBigInt(heap.writeBigInt(value)), value)
      const bytes = length(value)
      assert.equal(BigInt.asIntN(bytes * 8, value), value)
      if (bytes > 1) assert.notEqual(BigInt.asIntN(bytes * 8 - 8, value), value)
    }),
  )
  for (const [value, bytes] of [
    [0n, 1],
    [127n, 1],
    [128n, 2],
    [-128n, 1],
    [-129n, 2],
    [1n << 63n, 9],
    [-(1n << 63n), 8],
  ] as const) {
    assert.equal(length(value), bytes, String(value))
  }
})

test('strings survive, but for U+0000, and lone surrogates are refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      assert.equal(heap.readString(heap.writeString(text)), text.replaceAll('\0', ''))
    }),
  )
  assert.throws(() => heap.readString(heap.writeString('a\ud800')), /not valid UTF-16/)
})

test('bytes and decimals survive', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000, size: 'max' }), (bytes) => {
      assert.deepEqual(heap.readBytes(heap.writeBytes(bytes)), bytes)
    }),
    { numRuns: 20 },
  )
  const decimal = makeDecimal(-12345n, -7n)
  assert.deepEqual(heap.readDecimal(heap.writeDecimal(decimal)), decimal)
})

const tagged = (kind: fc.Arbitrary<number>, value: fc.Arbitrary<unknown>) =>
  fc.record({ kind, value }, { noNullPrototype: true })

test('ethereum values survive', () => {
  const { value } = fc.letrec<{ value: AbiValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      tagged(fc.constantFrom(0, 1, 2, 10), fc.uint8Array({ maxLength: 40 })),
      tagged(fc.constantFrom(3, 4), fc.bigInt({ min: 0n, max: 1n << 256n })),
      tagged(fc.constant(5), fc.boolean()),
      tagged(fc.constant(6), fc.string({ maxLength: 40 })),
      tagged(fc.constantFrom(7, 8, 9), fc.array(tie('value'), { maxLength: 4 })),
    ) as fc.Arbitrary<AbiValue>,
  }))
  fc.assert(
    fc.property(value, (sample) => {
      assert.deepEqual(readAbiValue(heap, writeAbiValue(heap, sample)), sample)
    }),
  )
})

test('payloads start at multiples of 16 behind a header with class and size', () => {
  for (const size of [0, 1, 15, 16, 17, 9_000, 30_000]) {
    const at = heap.allocate(AscType.uint8Array, size)
    assert.equal(at % 16, 0)
    assert.equal(heap.u32(at - 4), size)
    assert.ok(heap.u32(at - 20) >= size + 16)
  }
})

test('malformed objects of a mapping are refused', () => {
  assert.throws(() => heap.readBytes(0), /null pointer/)
  assert.throws(() => heap.readString(0), /null pointer/)
  assert.throws(() => heap.readBigInt(0xffff_fff0), RangeError)
  const beyond = heap.writeFields(AscType.uint8Array, [0, 64, 0x7fff_ffff])
  assert.throws(() => heap.readBytes(beyond), /beyond the memory/)
  const list = heap.writeArray(AscType.arrayEthereumValue, [])
  heap.view.setUint32(list + 12, 0x3fff_ffff, true)
  assert.throws(() => heap.readArray(list), /beyond the memory/)
  assert.throws(() => readAbiValue(heap, heap.writeTagged(AscType.ethereumValue, 11, 0)), /unknown kind 11/)
  const cycle = heap.writeTagged(AscType.ethereumValue, 9, 0)
  heap.view.setUint32(cycle + 8, heap.writeArray(AscType.arrayEthereumValue, [cycle]), true)
  assert.throws(() => readAbiValue(heap, cycle), /nested too deeply/)
})
