import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasCode, repeat } from '../crypto/test-support.ts'
import { toHex } from '../utils/index.ts'
import { isName, nameSubject, walletSubject } from './subject.ts'

describe('subject', () => {
  it('of a wallet is its address behind zeros', () => {
    assert.equal(toHex(walletSubject(repeat(0x0e, 20))), `0x${'00'.repeat(12)}${'0e'.repeat(20)}`)
    assert.throws(() => walletSubject(repeat(1, 19)), hasCode('INPUT_INVALID'))
  })

  it('of a name is its letters and its generation', () => {
    assert.equal(toHex(nameSubject('bob', 258)), `0x626f62${'00'.repeat(27)}0102`)
    assert.throws(() => nameSubject('Bob', 1), hasCode('NAME_INVALID'))
  })

  it('takes exactly the names that can be registered', () => {
    const good = ['bob', 'a1b', '123', 'a-b', 'a-b-c', 'x'.repeat(30)]
    const bad = ['', 'ab', 'x'.repeat(31), '-ab', 'ab-', 'a--b', 'a_b', 'aBc', 'bób', 'a b', 'abc\n']
    for (const name of good) assert.ok(isName(name), name)
    for (const name of bad) assert.ok(!isName(name), name)
  })
})
