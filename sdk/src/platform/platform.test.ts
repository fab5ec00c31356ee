import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fromHex, toHex } from '../utils/index.ts'
import * as node from './platform.node.ts'
import * as web from './platform.web.ts'

// NIST GCM specification (McGrew, Viega), test case 16.
const testCase = {
  key: fromHex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'),
  nonce: fromHex('cafebabefacedbaddecaf888'),
  additionalData: fromHex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
  plaintext: fromHex(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  ),
  sealed:
    '0x522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
}

for (const [name, platform] of Object.entries({ node, web })) {
  describe(`platform.${name}`, () => {
    it('hashes as FIPS 180-4 says', async () => {
      assert.equal(
        toHex(await platform.sha256(new TextEncoder().encode('abc'))),
        '0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      )
    })

    it('seals and opens the published AES-256-GCM case', async () => {
      const { key, nonce, additionalData, plaintext } = testCase
      const buffer = new Uint8Array(plaintext.length + 16 + 2)
      buffer.set(plaintext, 1)
      await platform.encryptInPlace({ key, nonce, additionalData }, buffer, 1, 1 + plaintext.length)
      const sealed = buffer.slice(1, -1)
      assert.equal(toHex(sealed), testCase.sealed)
      assert.equal(buffer[0], 0)
      assert.equal(buffer.at(-1), 0)
      assert.deepEqual(await platform.decrypt(key, nonce, additionalData, sealed), plaintext)
    })

    it('opens nothing that was touched', async () => {
      const { key, nonce, additionalData } = testCase
      const sealed = fromHex(testCase.sealed)
      const touched = sealed.with(0, (sealed[0] as number) ^ 1)
      assert.equal(await platform.decrypt(key, nonce, additionalData, touched), undefined)
      assert.equal(await platform.decrypt(key, nonce, additionalData, sealed.slice(0, 15)), undefined)
      assert.equal(await platform.decrypt(key, nonce, new Uint8Array(1), fromHex(testCase.sealed)), undefined)
    })

    it('agrees with the other platform across the piece border', async () => {
      const { key, nonce, additionalData } = testCase
      for (const size of [0, 65_535, 65_536, 65_537, 200_000]) {
        const own = new Uint8Array(size + 16).fill(7)
        const other = own.slice()
        await platform.encryptInPlace({ key, nonce, additionalData }, own, 0, size)
        await (platform === node ? web : node).encryptInPlace({ key, nonce, additionalData }, other, 0, size)
        assert.deepEqual(own, other)
      }
    })
  })
}
