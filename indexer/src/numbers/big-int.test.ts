import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import '../testing/seed.ts'
import { bigIntToHex, bitLength, checkBigInt, parseBigInt, powBigInt } from './big-int.ts'

test('reads signs and underscores, and nothing but decimal digits', () => {
  assert.equal(parseBigInt('-1_000'), -1000n)
  assert.equal(parseBigInt('+7'), 7n)
  for (const text of ['', '-', '_1', '0x10', '1.0', ' 1', '1e3'])
    assert.equal(parseBigInt(text), undefined, text)
})

test('holds numbers of 435,412 bits and no more', () => {
  const largest = (1n << 435_412n) - 1n
  assert.equal(checkBigInt(-largest), -largest)
  assert.throws(() => checkBigInt(largest + 1n), /BigInt is too big, total bits 435413 \(max 435412\)/)
  assert.throws(() => powBigInt(1n << 4000n, 255), /too big/)
  assert.equal(powBigInt(-3n, 3), -27n)
  assert.equal(powBigInt(0n, 0), 1n)
})

test('prints the magnitude in hex without leading zeros', () => {
  assert.equal(bigIntToHex(0n), '0x0')
  assert.equal(bigIntToHex(-256n), '0x100')
})

test('counts bits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 1n << 300n }), (value) => {
      assert.equal(bitLength(value), value.toString(2).length)
    }),
  )
  assert.equal(bitLength(0n), 0)
})
