import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import { decodeGrantWord, encodeTerms, noExpiry, type Role, roles } from './terms.ts'

describe('encodeTerms', () => {
  it('packs expiry, role and depth as Grants reads them', () => {
    assert.equal(encodeTerms({ role: 'reader' }), noExpiry | (1n << 40n))
    const expiresAt = new Date(1_900_000_000_000)
    assert.equal(
      encodeTerms({ role: 'admin', expiresAt, depth: 3 }),
      1_900_000_000n | (4n << 40n) | (3n << 44n),
    )
  })

  it('refuses a role, an expiry or a depth that there is not', () => {
    const bad = [
      [{ role: 'owner' as Role }, 'role', /reader, commenter, writer, admin/],
      [{ role: 'toString' as Role }, 'role', /reader/],
      [{ role: 'reader', expiresAt: new Date('never') }, 'expiresAt', /Date/],
      [{ role: 'reader', depth: 4 }, 'depth', /from 0 to 3/],
      [{ role: 'reader', depth: 0.5 }, 'depth', /from 0 to 3/],
    ] as const
    for (const [terms, what, fix] of bad) {
      assert.throws(
        () => encodeTerms(terms),
        (error) => SpaceError.is(error, 'INPUT_INVALID') && error.data.what === what && fix.test(error.fix),
      )
    }
  })
})

describe('decodeGrantWord', () => {
  it('reads every field from its place', () => {
    const granter = 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaedn
    const word =
      granter |
      (1_900_000_000n << 160n) |
      (1_800_000_000n << 196n) |
      (7n << 232n) |
      (3n << 248n) |
      (2n << 252n)
    assert.deepEqual(decodeGrantWord(word), {
      granter: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
      expiresAt: new Date(1_900_000_000_000),
      issuedAt: new Date(1_800_000_000_000),
      generation: 7,
      role: 'writer',
      depth: 2,
    })
    assert.equal(decodeGrantWord(granter | (noExpiry << 160n))?.expiresAt, undefined)
    assert.equal(decodeGrantWord(granter | (15n << 248n))?.role, undefined)
    assert.equal(decodeGrantWord(0n), undefined)
    assert.deepEqual(Object.values(roles), [1, 2, 3, 4])
  })
})
