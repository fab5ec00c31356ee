import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeBase58 } from './base58.ts'

// The test vectors of draft-msporny-base58.
test('encodes the vectors of the draft', () => {
  assert.equal(encodeBase58(Buffer.from('Hello World!')), '2NEpo7TZRRrLZSi2U')
  assert.equal(
    encodeBase58(Buffer.from('The quick brown fox jumps over the lazy dog.')),
    'USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z',
  )
  assert.equal(encodeBase58(Buffer.from('0000287fb4cd', 'hex')), '11233QC4')
  assert.equal(encodeBase58(new Uint8Array()), '')
})
