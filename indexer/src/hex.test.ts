import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesToHex, hexToBytes } from './hex.ts'

test('bytes and their hexadecimal text', () => {
  assert.equal(bytesToHex(Uint8Array.of(0, 0xab)), '0x00ab')
  assert.equal(bytesToHex(new Uint8Array([1, 2, 3]).subarray(1, 2)), '0x02')
  assert.deepEqual(Buffer.from(hexToBytes('0x00aB')), Buffer.from([0, 0xab]))
  assert.equal(hexToBytes('0x').length, 0)
})
