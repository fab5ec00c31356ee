import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from '../codec/cbor.ts'
import { walletSubject } from '../codec/subject.ts'
import { fromHex } from '../utils/index.ts'
import { deriveAccountKeys } from './account-keys.ts'
import { continuesBind, makeBind, verifyBind } from './bind.ts'
import { bobBind, bobKeys, bobOwner, hasCode, location, repeat } from './test-support.ts'

const { chainId } = location
const expected = { chainId, owner: bobOwner }
const nextKeys = deriveAccountKeys(repeat(0x11, 32), 1)
const invalid = hasCode('BIND_INVALID')

describe('makeBind', () => {
  it('meets the reviewed value', () => {
    assert.equal(bobBind.bytes.length, 1373)
    assert.deepEqual(
      bobBind.digest,
      fromHex('93290f90ccb18f8f13986e17ee8c7d0896572b41f1254aeed8df4e4ea38c0cc4'),
    )
  })

  it('serves wallets and links by their subject', () => {
    const owner = { kind: 'subject' as const, subject: walletSubject(repeat(0x0e, 20)) }
    const { bytes, digest } = makeBind({ chainId, accountEpoch: 0, owner, keys: bobKeys })
    assert.deepEqual(verifyBind(bytes, { chainId, owner, digest }).owner, owner)
    assert.throws(() => verifyBind(bytes, expected), hasCode('BIND_INVALID', /another account/))
  })
})

describe('verifyBind', () => {
  it('gives the keys of the expected owner', () => {
    const bind = verifyBind(bobBind.bytes, { ...expected, digest: bobBind.digest })
    assert.deepEqual(bind.kemPublicKey, bobKeys.kemPublicKey)
    assert.deepEqual(bind.digest, bobBind.digest)
  })

  it('refuses another chain, registry, name, subject or digest', () => {
    const wrong = [
      { ...expected, chainId: 1n },
      { ...expected, owner: { ...bobOwner, registry: repeat(1, 20) } },
      { ...expected, owner: { ...bobOwner, name: 'mal' } },
      { ...expected, owner: { kind: 'subject' as const, subject: repeat(1, 32) } },
      { ...expected, digest: repeat(1, 32) },
    ]
    for (const other of wrong) {
      assert.throws(() => verifyBind(bobBind.bytes, other as typeof expected), invalid)
    }
  })

  it('refuses every changed or missing field', () => {
    const map = decodeCbor(bobBind.bytes) as CborMap
    const { z: _signature, ...unsigned } = map
    const wrong: CborValue[] = [
      unsigned,
      { ...map, u: 1 },
      { ...map, k: repeat(1, 1216) },
      { ...map, k: repeat(1, 1215) },
      { ...map, s: repeat(1, 32) },
      { ...map, n: new TextEncoder().encode('bo') },
      { ...map, n: new TextEncoder().encode('Bob') },
      { ...map, o: repeat(1, 32) },
      { ...map, d: repeat(1, 32) },
      { ...map, q: repeat(1, 64) },
      { ...map, p: repeat(1, 32) },
      { ...map, x: { note: 'added later' } },
      { ...map, x: { long: repeat(1, 4096) } },
    ]
    for (const value of wrong) assert.throws(() => verifyBind(encodeCbor(value), expected), invalid)
  })

  it('refuses a signature by other keys', () => {
    const mixed = { ...bobKeys, signSeed: nextKeys.signSeed }
    const { bytes } = makeBind({ chainId, accountEpoch: 0, owner: bobOwner, keys: mixed })
    assert.throws(() => verifyBind(bytes, expected), hasCode('BIND_INVALID', /signature/))
  })
})

describe('continuesBind', () => {
  const before = verifyBind(bobBind.bytes, expected)
  const next = (previous: Parameters<typeof makeBind>[0]['previous']) =>
    verifyBind(
      makeBind({ chainId, accountEpoch: 1, owner: bobOwner, keys: nextKeys, previous }).bytes,
      expected,
    )

  it('holds when the keys before have signed', () => {
    assert.ok(continuesBind(next({ digest: bobBind.digest, signSeed: bobKeys.signSeed }), before))
  })

  it('does not hold without that signature, with another one, or for another binding', () => {
    assert.ok(!continuesBind(next(undefined), before))
    assert.ok(!continuesBind(next({ digest: bobBind.digest, signSeed: nextKeys.signSeed }), before))
    assert.ok(!continuesBind(next({ digest: repeat(1, 32), signSeed: bobKeys.signSeed }), before))
  })
})
