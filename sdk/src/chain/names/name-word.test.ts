import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import { decodeName, encodeName } from './name-word.ts'

const hasCode =
  (code: 'NAME_INVALID' | 'NAME_TAKEN' | 'NAME_UNKNOWN' | 'INPUT_INVALID' | 'TRANSACTION_REVERTED') =>
  (error: unknown) =>
    SpaceError.is(error, code)

describe('encodeName', () => {
  it('is undone by decodeName, and refuses what Names refuses', () => {
    for (const name of ['abc', 'a-b', '0-9', 'a'.repeat(30)]) assert.equal(decodeName(encodeName(name)), name)
    for (const name of ['', 'ab', 'a'.repeat(31), 'Abc', 'a_b', '-ab', 'ab-', 'a--b', 'äbc', 'a b']) {
      assert.throws(() => encodeName(name), hasCode('NAME_INVALID'), name)
    }
    assert.equal(decodeName(`0x${'61'.repeat(32)}`), 'a'.repeat(32))
    assert.throws(() => decodeName('0x61'), hasCode('INPUT_INVALID'))
  })
})
