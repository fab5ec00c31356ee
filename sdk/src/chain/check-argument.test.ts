import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import { checkAddress, checkBytes32, checkTime, checkUint } from './check-argument.ts'

/** Refuses as the catalogue does: the argument, what is wrong with it, and what to give instead. */
function refuses(work: () => unknown, what: string, reason: RegExp, fix: RegExp): void {
  assert.throws(work, (error) => {
    assert.ok(SpaceError.is(error, 'INPUT_INVALID'))
    assert.equal(error.data.what, what)
    assert.match(error.data.reason, reason)
    assert.match(error.fix, fix)
    return true
  })
}

describe('checkAddress', () => {
  // Examples of ERC-55.
  const good = ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0x52908400098527886E0F7030069857D2E4169EE7']

  it('takes an address with its checksum, and adds one to small letters', () => {
    for (const address of good) {
      assert.equal(checkAddress(address, 'to'), address)
      assert.equal(checkAddress(address.toLowerCase(), 'to'), address)
    }
  })

  it('refuses a wrong checksum: a letter was mistyped', () => {
    const wrong = good.map((address) =>
      address.replace(/[a-f]|E/, (letter) => (letter === 'E' ? 'e' : letter.toUpperCase())),
    )
    for (const address of wrong)
      refuses(() => checkAddress(address, 'to'), 'to', /wrong checksum/, /Copy the address again/)
  })

  it('refuses what is no address', () => {
    const bad = [
      '',
      '0x',
      'alice',
      good[0]?.slice(0, -1),
      `${good[0]}0`,
      good[0]?.slice(2),
      5n,
      null,
      undefined,
      {},
      new Uint8Array(20),
    ]
    for (const value of bad)
      refuses(() => checkAddress(value, 'account'), 'account', /40 hex digits/, /Ethereum address/)
  })
})

describe('checkBytes32', () => {
  it('takes 32 bytes of hex, in small letters afterwards', () => {
    assert.equal(checkBytes32(`0x${'AB'.repeat(32)}`, 'folder'), `0x${'ab'.repeat(32)}`)
  })

  it('refuses anything else, and shows no more than the beginning of it', () => {
    for (const value of [
      '0x',
      `0x${'ab'.repeat(31)}`,
      `0x${'ab'.repeat(33)}`,
      'ab'.repeat(32),
      `0x${'zz'.repeat(32)}`,
      new Uint8Array(32),
      1,
    ]) {
      refuses(() => checkBytes32(value, 'folder'), 'folder', /64 hex digits/, /32 bytes of folder/)
    }
    refuses(() => checkBytes32('x'.repeat(10_000), 'folder'), 'folder', /^.{0,120}$/, /32 bytes/)
  })
})

describe('checkUint', () => {
  it('takes whole numbers up to the last of so many bits', () => {
    assert.equal(checkUint(0, 2, 'depth'), 0n)
    assert.equal(checkUint(3, 2, 'depth'), 3n)
    assert.equal(checkUint(2n ** 48n - 1n, 48, 'capMicroUsd'), 2n ** 48n - 1n)
  })

  it('refuses what is negative, too large or not whole, and names the bound', () => {
    for (const value of [-1, 4, 1.5, Number.NaN, -1n, 4n, '3', null]) {
      refuses(() => checkUint(value, 2, 'depth'), 'depth', /out of range/, /from 0 to 3\./)
    }
  })
})

describe('checkTime', () => {
  it('gives whole seconds, rounded down', () => {
    assert.equal(checkTime(new Date(1_999), 36, 'expiresAt'), 1n)
    assert.equal(checkTime(new Date(0), 36, 'expiresAt'), 0n)
  })

  it('refuses a date that is none, before 1970 or beyond the field', () => {
    for (const value of [
      new Date('never'),
      new Date(-1),
      new Date(2 ** 36 * 1000),
      5,
      '2030-01-01',
      undefined,
    ]) {
      refuses(() => checkTime(value, 36, 'expiresAt'), 'expiresAt', /not a time/, /Date after 1970/)
    }
  })
})
