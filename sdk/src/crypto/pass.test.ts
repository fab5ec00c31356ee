import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core'
import { XWing } from '@hpke/hybridkem-x-wing'
import { AEAD_AES_256_GCM, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } from '@panva/hpke-noble'
import * as panva from 'hpke'
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from '../codec/cbor.ts'
import { frame } from '../codec/frame.ts'
import { u32 } from '../codec/integers.ts'
import { decodePass } from '../codec/pass.ts'
import { nameSubject } from '../codec/subject.ts'
import { deriveAccountKeys } from './account-keys.ts'
import { openPass, sealPass } from './pass.ts'
import {
  bobBind,
  bobKeys,
  bobSubject,
  epochSecret,
  hasCode,
  nextEpochSecret,
  repeat,
  scope,
} from './test-support.ts'

const header = { scope, epoch: 3, subject: bobSubject, bind: bobBind.digest, record: repeat(9, 32) }
const secrets = [
  { epoch: 3, secret: nextEpochSecret },
  { epoch: 1, secret: epochSecret },
]
const pass = await sealPass({ ...header, kemPublicKey: bobKeys.kemPublicKey, secrets })
const expected = { ...header, kemSeed: bobKeys.kemSeed }
const invalid = hasCode('PASS_INVALID')
const aliceSubject = nameSubject('alice', 1)
const info = frame('pass', scope, u32(3), bobSubject, bobBind.digest)
const panvaSuite = new panva.CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
const hpkeSuite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })

describe('pass', () => {
  it('hands over its secrets', async () => {
    const opened = await openPass(pass.bytes, { ...expected, digest: pass.digest })
    assert.deepEqual(opened.secrets, secrets)
    assert.deepEqual(opened.record, header.record)
    assert.ok(pass.bytes.length <= 4096)
  })

  it('is never the same twice', async () => {
    const again = await sealPass({ ...header, kemPublicKey: bobKeys.kemPublicKey, secrets })
    assert.notDeepEqual(again.digest, pass.digest)
  })

  it('opens with another HPKE implementation, and with another X-Wing', async () => {
    const { pass: decoded, header: aad } = decodePass(pass.bytes)
    const key = await panvaSuite.DeserializePrivateKey(bobKeys.kemSeed)
    const first = await panvaSuite.Open(key, decoded.encapsulated, decoded.ciphertext, { info, aad })
    const recipientKey = await hpkeSuite.kem.importKey('raw', bobKeys.kemSeed.slice().buffer, false)
    const second = await hpkeSuite.open(
      { recipientKey, enc: decoded.encapsulated, info },
      decoded.ciphertext,
      aad,
    )
    const plaintext = encodeCbor({ s: secrets.map((item) => [item.epoch, item.secret]) })
    assert.deepEqual(first, plaintext)
    assert.deepEqual(new Uint8Array(second), plaintext)
  })

  it('made by another HPKE implementation opens here', async () => {
    const map = decodeCbor(pass.bytes) as CborMap
    const { n: _n, c: _c, ...clear } = map
    const key = await panvaSuite.DeserializePublicKey(bobKeys.kemPublicKey)
    const plaintext = encodeCbor({ s: [[3, epochSecret]] })
    const sealed = await panvaSuite.Seal(key, plaintext, { info, aad: encodeCbor(clear) })
    const bytes = encodeCbor({ ...clear, n: sealed.encapsulatedSecret, c: sealed.ciphertext })
    assert.deepEqual((await openPass(bytes, expected)).secrets, [{ epoch: 3, secret: epochSecret }])
  })

  it('opens for no one else and for nothing else', async () => {
    const other = deriveAccountKeys(repeat(0x12, 32), 0)
    await assert.rejects(openPass(pass.bytes, { ...expected, kemSeed: other.kemSeed }), invalid)
    for (const [change, reason] of [
      [{ scope: repeat(1, 32) }, /another folder/],
      [{ epoch: 4 }, /another epoch/],
      [{ subject: repeat(1, 32) }, /another subject/],
      [{ bind: repeat(1, 32) }, /other keys/],
      [{ digest: repeat(1, 32) }, /named/],
    ] as const) {
      await assert.rejects(openPass(pass.bytes, { ...expected, ...change }), hasCode('PASS_INVALID', reason))
    }
  })

  it('does not open when moved to another folder, epoch, subject, binding or record', async () => {
    const map = decodeCbor(pass.bytes) as CborMap
    const { r: _record, ...withoutRecord } = map
    const moved: [CborMap, Partial<typeof expected>][] = [
      [{ ...map, f: repeat(1, 32) }, { scope: repeat(1, 32) }],
      [{ ...map, e: 4 }, { epoch: 4 }],
      [{ ...map, o: aliceSubject }, { subject: aliceSubject }],
      [{ ...map, b: repeat(1, 32) }, { bind: repeat(1, 32) }],
      [{ ...map, r: repeat(1, 32) }, {}],
      [{ ...map, x: {} }, {}],
      [withoutRecord, {}],
    ]
    for (const [value, change] of moved) {
      const opening = openPass(encodeCbor(value), { ...expected, ...change })
      await assert.rejects(opening, hasCode('PASS_INVALID', /does not open/))
    }
  })

  it('does not open when any part was changed', async () => {
    const map = decodeCbor(pass.bytes) as CborMap
    const { n: _n, ...withoutKey } = map
    const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
    const wrong: CborValue[] = [
      withoutKey,
      { ...map, n: flipped(map.n as Uint8Array, 0) },
      { ...map, n: flipped(map.n as Uint8Array, 1119) },
      { ...map, n: (map.n as Uint8Array).subarray(1) },
      { ...map, c: flipped(map.c as Uint8Array, 5) },
      { ...map, c: (map.c as Uint8Array).subarray(1) },
      { ...map, c: new Uint8Array() },
      { ...map, c: repeat(0, 4096) },
      { ...map, q: 1 },
      { ...map, o: repeat(1, 32) },
    ]
    for (const value of wrong) await assert.rejects(openPass(encodeCbor(value), expected), invalid)
  })

  it('is not sealed to the key that DeriveKeyPair would make of the seed', async () => {
    const derived = await panvaSuite.DeriveKeyPair(bobKeys.kemSeed, true)
    const kemPublicKey = await panvaSuite.SerializePublicKey(derived.publicKey)
    assert.notDeepEqual(kemPublicKey, bobKeys.kemPublicKey)
    const { bytes } = await sealPass({ ...header, kemPublicKey, secrets })
    await assert.rejects(openPass(bytes, expected), invalid)
  })

  it('refuses keys and secrets that are none', async () => {
    const sealWith = (change: object) =>
      sealPass({ ...header, kemPublicKey: bobKeys.kemPublicKey, secrets, ...change })
    await assert.rejects(sealWith({ kemPublicKey: repeat(0xff, 1216) }), hasCode('BIND_INVALID'))
    await assert.rejects(sealWith({ kemPublicKey: repeat(1, 1215) }), hasCode('BIND_INVALID'))
    await assert.rejects(sealWith({ secrets: [] }), invalid)
    await assert.rejects(sealWith({ secrets: secrets.toReversed() }), invalid)
    await assert.rejects(sealWith({ epoch: 2 }), invalid)
  })
})
