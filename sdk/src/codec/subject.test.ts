import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasCode, repeat } from '../crypto/test-support.ts'
import { toHex } from '../utils/index.ts'
import { isKeySubject, isName, isWalletSubject, nameSubject, walletSubject } from './subject.ts'

describe('subject', () => {
  it('of a wallet is its address behind zeros', () => {
    assert.equal(toHex(walletSubject(repeat(0x0e, 20))), `0x${'00'.repeat(12)}${'0e'.repeat(20)}`)
    assert.throws(() => walletSubject(repeat(1, 19)), hasCode('INPUT_INVALID'))
  })

  it('of a name is its letters and its generation', () => {
    assert.equal(toHex(nameSubject('bob', 258)), `0x626f62${'00'.repeat(27)}0102`)
    assert.throws(() => nameSubject('Bob', 1), hasCode('NAME_INVALID'))
  })

  it('can receive keys only if it is a wallet, link or name', () => {
    const wallet = walletSubject(repeat(0x0e, 20))
    const changed = (subject: Uint8Array, at: number, value: number) => subject.with(at, value)
    for (const subject of [wallet, nameSubject('bob', 1), nameSubject('x'.repeat(30), 256)]) {
      assert.ok(isKeySubject(subject))
    }
    assert.ok(isWalletSubject(wallet))
    assert.ok(!isWalletSubject(nameSubject('bob', 1)))
    const wrong = [
      new Uint8Array(32),
      repeat(1, 32),
      changed(wallet, 0, 2),
      changed(wallet, 11, 1),
      wallet.subarray(1),
      nameSubject('bob', 0),
      changed(nameSubject('bob', 1), 1, 0),
      changed(nameSubject('bob', 1), 4, 0x61),
      changed(nameSubject('bob', 1), 0, 0x42),
    ]
    for (const subject of wrong) assert.ok(!isKeySubject(subject))
  })

  it('takes exactly the names that can be registered', () => {
    const good = ['bob', 'a1b', '123', 'a-b', 'a-b-c', 'x'.repeat(30)]
    const bad = ['', 'ab', 'x'.repeat(31), '-ab', 'ab-', 'a--b', 'a_b', 'aBc', 'bób', 'a b', 'abc\n']
    for (const name of good) assert.ok(isName(name), name)
    for (const name of bad) assert.ok(!isName(name), name)
  })
})
