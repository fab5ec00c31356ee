import assert from 'node:assert/strict'
import { test } from 'node:test'
import { divideDecimals, formatDecimal, parseDecimal } from '../numbers/big-decimal.ts'
import { callHost, hostHeap } from '../testing/host-heap.ts'

const integer = (name: string, ...values: bigint[]) =>
  hostHeap.readBigInt(callHost(name, ...values.map((value) => hostHeap.writeBigInt(value))))
const decimalOf = (text: string) => {
  const decimal = parseDecimal(text)
  assert.ok(decimal !== undefined, text)
  return decimal
}

test('BigInt: the operations and their errors', () => {
  assert.equal(integer('bigInt.plus', 2n ** 255n, -1n), 2n ** 255n - 1n)
  assert.equal(integer('bigInt.minus', 1n, 3n), -2n)
  assert.equal(integer('bigInt.times', -3n, 2n ** 128n), -3n * 2n ** 128n)
  assert.equal(integer('bigInt.dividedBy', -7n, 2n), -3n)
  assert.equal(integer('bigInt.mod', -7n, 2n), -1n)
  assert.equal(integer('bigInt.bitOr', -8n, 3n), -5n)
  assert.equal(integer('bigInt.bitAnd', -8n, 12n), 8n)
  assert.throws(() => integer('bigInt.dividedBy', 1n, 0n), /divide BigInt `1` by zero/)
  assert.throws(() => integer('bigInt.mod', 1n, 0n), /divisor of zero/)
  const shifted = (name: string, value: bigint, by: number) =>
    hostHeap.readBigInt(callHost(name, hostHeap.writeBigInt(value), by))
  assert.equal(shifted('bigInt.leftShift', 1n, 255), 2n ** 255n)
  assert.equal(shifted('bigInt.rightShift', -5n, 1), -3n)
  assert.equal(shifted('bigInt.pow', 3n, 5), 243n)
  assert.equal(hostHeap.readBigInt(callHost('bigInt.fromString', hostHeap.writeString('-12'))), -12n)
  assert.throws(() => callHost('bigInt.fromString', hostHeap.writeString('0x1')), /is not a BigInt/)
})

test('divDecimal rounds the dividend to 34 digits first', () => {
  const dividend = 12345678901234567890123456789012345678n
  const divisor = decimalOf('3')
  const quotient = hostHeap.readDecimal(
    callHost('bigInt.dividedByDecimal', hostHeap.writeBigInt(dividend), hostHeap.writeDecimal(divisor)),
  )
  // 1234567890123456789012345678901235e4 / 3
  assert.equal(formatDecimal(quotient), '4115226300411522630041152263004117000')
  const unrounded = divideDecimals({ digits: dividend, exp: 0 }, divisor)
  assert.notEqual(formatDecimal(quotient), formatDecimal(unrounded))
})

test('BigDecimal: the operations and their errors', () => {
  const compute = (name: string, x: string, y: string) =>
    formatDecimal(
      hostHeap.readDecimal(
        callHost(name, hostHeap.writeDecimal(decimalOf(x)), hostHeap.writeDecimal(decimalOf(y))),
      ),
    )
  assert.equal(compute('bigDecimal.plus', '1.5', '-0.25'), '1.25')
  assert.equal(compute('bigDecimal.minus', '1', '1'), '0')
  assert.equal(compute('bigDecimal.times', '1.5', '1e3'), '1500')
  assert.equal(compute('bigDecimal.dividedBy', '1', '3'), `0.${'3'.repeat(34)}`)
  assert.throws(() => compute('bigDecimal.dividedBy', '1', '0'), /by zero/)
  const equals = (x: string, y: string) =>
    callHost('bigDecimal.equals', hostHeap.writeDecimal(decimalOf(x)), hostHeap.writeDecimal(decimalOf(y)))
  assert.deepEqual([equals('1.0', '1'), equals('1', '2')], [1, 0])
  const text = callHost('bigDecimal.toString', hostHeap.writeDecimal(decimalOf('12e-3')))
  assert.equal(hostHeap.readString(text), '0.012')
  assert.throws(() => callHost('bigDecimal.fromString', hostHeap.writeString('1,5')), /is not a BigDecimal/)
})

test('integers as text', () => {
  const format = (name: string, value: bigint) =>
    hostHeap.readString(callHost(name, hostHeap.writeBigInt(value)))
  assert.equal(format('typeConversion.bigIntToString', -5n), '-5')
  assert.equal(format('typeConversion.bigIntToHex', 0n), '0x0')
  assert.equal(format('typeConversion.bigIntToHex', 255n), '0xff')
})
