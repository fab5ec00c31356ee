import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import { digestOf } from '../test-support.ts'
import { joinWords, splitWords } from './words.ts'

describe('joinWords', () => {
  it('is undone by splitWords', () => {
    for (const words of [[], [digestOf(1)], [digestOf(1), digestOf(255), digestOf(1)]]) {
      assert.deepEqual(splitWords(joinWords(words, 'subjects')), words)
    }
    assert.equal(joinWords([], 'subjects'), '0x')
  })

  it('names the word that is wrong', () => {
    assert.throws(
      () => joinWords([digestOf(1), '0x12'], 'subjects'),
      (error) => SpaceError.is(error, 'INPUT_INVALID') && error.data.what === 'subjects[1]',
    )
  })
})
