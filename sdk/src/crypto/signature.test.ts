import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify } from 'node:crypto'
import { describe, it } from 'node:test'
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { concatBytes, fromHex } from '../utils/index.ts'
import { sign, signPublicKeyOf, verifySignature } from './signature.ts'
import { repeat } from './test-support.ts'
import '../../../test/support/seed-fast-check.ts'

const seed = repeat(5, 32)
const publicKey = signPublicKeyOf(seed)
const message = new TextEncoder().encode('a message')
const { Point } = ed25519

function littleEndian(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0')).toReversed()
}

function fromLittleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes.toReversed()).toString('hex')}`)
}

describe('signatures', () => {
  it('are those of RFC 8032 (test 2) and of OpenSSL', () => {
    const rfcSeed = fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
    const signature = sign(rfcSeed, Uint8Array.of(0x72))
    assert.deepEqual(
      signature,
      fromHex(
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      ),
    )
    const der = Buffer.concat([fromHex('302e020100300506032b657004220420'), rfcSeed])
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    assert.deepEqual(new Uint8Array(nodeSign(null, Uint8Array.of(0x72), key)), signature)
  })

  it('verify, and no changed bit does', () => {
    const signature = sign(seed, message)
    assert.ok(verifySignature(publicKey, message, signature))
    fc.assert(
      fc.property(fc.nat(64 * 8 - 1), (bit) => {
        const changed = signature.slice()
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
        assert.ok(!verifySignature(publicKey, message, changed))
      }),
      { numRuns: 40 },
    )
    assert.ok(!verifySignature(publicKey, message.subarray(1), signature))
    assert.ok(!verifySignature(signPublicKeyOf(repeat(6, 32)), message, signature))
    assert.ok(!verifySignature(publicKey.subarray(1), message, signature))
    assert.ok(!verifySignature(publicKey, message, signature.subarray(1)))
  })

  it('refuse keys of small order, in every encoding, whatever else holds', () => {
    const zeroSignature = concatBytes(Point.ZERO.toBytes(), new Uint8Array(32))
    const encodings = ED25519_TORSION_SUBGROUP.map(fromHex)
    for (const encoding of encodings) {
      const negative = encoding.slice()
      negative[31] = (negative[31] as number) ^ 0x80
      for (const key of [encoding, negative]) assert.ok(!verifySignature(key, message, zeroSignature))
    }
    assert.ok(!verifySignature(new Uint8Array(32), message, zeroSignature))
  })

  it('refuse keys and R that are not below the field prime', () => {
    const prime = 2n ** 255n - 19n
    for (const y of [prime, prime + 1n, prime + 5n, 2n ** 255n - 1n]) {
      const odd = littleEndian(y)
      assert.ok(!verifySignature(odd, message, sign(seed, message)))
      assert.ok(!verifySignature(publicKey, message, concatBytes(odd, new Uint8Array(32))))
    }
  })

  it('refuse an S that is not below the group order', () => {
    const signature = sign(seed, message)
    const s = fromLittleEndian(signature.subarray(32)) + Point.Fn.ORDER
    assert.ok(!verifySignature(publicKey, message, concatBytes(signature.subarray(0, 32), littleEndian(s))))
  })

  it('refuse what holds only with the cofactor, as OpenSSL does', () => {
    const torsion = Point.fromBytes(fromHex(ED25519_TORSION_SUBGROUP[1] as string))
    const scalar = 12345n
    const mixedKey = Point.BASE.multiply(scalar).add(torsion).toBytes()
    const nonce = 777n
    const r = Point.BASE.multiply(nonce).toBytes()
    let agreed = 0
    for (let i = 0; i < 16; i++) {
      const text = Uint8Array.of(i)
      const k = fromLittleEndian(sha512(concatBytes(r, mixedKey, text))) % Point.Fn.ORDER
      const signature = concatBytes(r, littleEndian((nonce + k * scalar) % Point.Fn.ORDER))
      const der = Buffer.concat([fromHex('302a300506032b6570032100'), mixedKey])
      const openssl = nodeVerify(
        null,
        text,
        createPublicKey({ key: der, format: 'der', type: 'spki' }),
        signature,
      )
      assert.equal(verifySignature(mixedKey, text, signature), openssl)
      assert.ok(ed25519.verify(signature, text, mixedKey, { zip215: true }))
      if (!openssl) agreed += 1
    }
    assert.ok(agreed > 0)
  })
})
