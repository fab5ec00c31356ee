import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MappingError } from '../errors.ts'
import { callHost, hostHeap } from '../testing/host-heap.ts'

const base58 = (bytes: Uint8Array) =>
  hostHeap.readString(callHost('typeConversion.bytesToBase58', hostHeap.writeBytes(bytes)))

test('base58: the vectors of draft-msporny-base58-03', () => {
  assert.equal(base58(Buffer.from('Hello World!')), '2NEpo7TZRRrLZSi2U')
  assert.equal(
    base58(Buffer.from('The quick brown fox jumps over the lazy dog.')),
    'USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z',
  )
  assert.equal(base58(Buffer.from('0000287fb4cd', 'hex')), '11233QC4')
  assert.equal(base58(new Uint8Array()), '')
})

test('conversions of bytes and addresses', () => {
  const text = (bytes: Uint8Array) =>
    hostHeap.readString(callHost('typeConversion.bytesToString', hostHeap.writeBytes(bytes)))
  assert.equal(text(Buffer.from('naïve\0\0')), 'naïve')
  assert.equal(text(Uint8Array.of(0x61, 0xff)), 'a\ufffd')
  const hex = callHost('typeConversion.bytesToHex', hostHeap.writeBytes(Uint8Array.of(0, 0xab)))
  assert.equal(hostHeap.readString(hex), '0x00ab')
  const address = (value: string) =>
    hostHeap.readBytes(callHost('typeConversion.stringToH160', hostHeap.writeString(value)))
  assert.deepEqual(address(`0x${'aB'.repeat(20)}`), new Uint8Array(20).fill(0xab))
  assert.throws(() => address('0x12'), MappingError)
})

test('keccak256 of nothing is that of the yellow paper', () => {
  const digest = hostHeap.readBytes(callHost('crypto.keccak256', hostHeap.writeBytes(new Uint8Array())))
  assert.equal(
    Buffer.from(digest).toString('hex'),
    'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
  )
})

test('JSON: documents are parsed, errors are a result or a trap, numbers have their bounds', () => {
  const json = (name: string, text: string) => callHost(name, hostHeap.writeBytes(Buffer.from(text)))
  assert.equal(hostHeap.u32(json('json.fromBytes', 'true')), 1)
  assert.throws(() => json('json.fromBytes', '{'), /Failed to parse JSON/)
  assert.throws(() => json('json.fromBytes', ' '.repeat(10_000_001)), /exceeds max size/)
  assert.notEqual(hostHeap.field(json('json.try_fromBytes', '[1]'), 0), 0)
  const failed = json('json.try_fromBytes', '{')
  assert.deepEqual([hostHeap.field(failed, 0), hostHeap.bytes[hostHeap.field(failed, 1)]], [0, 1])
  const number = (name: string, text: string) => callHost<bigint | number>(name, hostHeap.writeString(text))
  assert.equal(number('json.toI64', '-9223372036854775808'), -(2n ** 63n))
  assert.throws(() => number('json.toI64', '9223372036854775808'), /cannot be parsed as i64/)
  assert.equal(number('json.toU64', '18446744073709551615'), -1n)
  assert.throws(() => number('json.toU64', '-1'), /cannot be parsed as u64/)
  assert.equal(number('json.toF64', '1.5e3'), 1500)
  assert.throws(() => number('json.toF64', ' 1'), /cannot be parsed as f64/)
  assert.equal(hostHeap.readBigInt(Number(number('json.toBigInt', '12'))), 12n)
  assert.throws(() => number('json.toBigInt', '0x12'), /not a decimal string/)
})

test('ethereum.decode gives null for what is no value of the type', () => {
  const decode = (types: string, hex: string) =>
    callHost('ethereum.decode', hostHeap.writeString(types), hostHeap.writeBytes(Buffer.from(hex, 'hex')))
  const value = decode('uint256', `${'00'.repeat(31)}2a`)
  assert.equal(hostHeap.readBigInt(hostHeap.u32(value + 8)), 42n)
  assert.equal(decode('uint256', '00'), 0)
  assert.equal(decode('no type', '00'.repeat(32)), 0)
  const encoded = hostHeap.readBytes(callHost('ethereum.encode', value))
  assert.equal(Buffer.from(encoded).toString('hex'), `${'00'.repeat(31)}2a`)
})
