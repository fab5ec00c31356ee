import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { firstSentence, parseComment } from './parse-comment.ts'

describe('a NatSpec comment', () => {
  test('is cut into its parts', () => {
    const comment = parseComment(`/// @notice Takes what is
    /// free.
    /// @dev For experts.
    /// @param what The thing,
    /// which is free
    /// @param count How many
    /// @return sum What it costs
    ///
    /// A paragraph.
    ///
    /// | a | table |
    /// | - | ----- |
    ///
    /// Requirements:
    /// - it is free, else
    ///   \`NotFree\`;
    /// - it is there.
    ///
    /// Emits \`Taken\`.`)
    assert.deepEqual(comment, {
      title: '',
      notice: 'Takes what is free.',
      details: 'A paragraph.\n\n| a | table |\n| - | ----- |',
      dev: 'For experts.',
      params: new Map([
        ['what', 'The thing, which is free'],
        ['count', 'How many'],
      ]),
      returns: ['sum What it costs'],
      requirements: ['it is free, else `NotFree`;', 'it is there.'],
      emits: 'Emits `Taken`.',
    })
  })

  test('may stand between stars, and without a tag', () => {
    const { notice, params } = parseComment('/**\n * Does it.\n * @param to\n */')
    assert.equal(notice, 'Does it.')
    assert.deepEqual([...params], [['to', '']])
  })

  test('for developers alone has no notice', () => {
    const { notice, dev, details } = parseComment(
      '/**\n * @dev Does it.\n *\n * NOTE: careful.\n * @custom:x y\n */',
    )
    assert.deepEqual([notice, dev, details], ['', 'Does it.', 'NOTE: careful.'])
  })

  test('may have one requirement and no list', () => {
    assert.deepEqual(parseComment('/// Requirements: none but gas.').requirements, ['none but gas.'])
  })

  test('that is empty says nothing', () => {
    assert.equal(parseComment('').notice, '')
  })
})

test('the first sentence ends at its sign', () => {
  assert.equal(firstSentence('One. Two.'), 'One.')
  assert.equal(firstSentence('Above 1.5 of it: two'), 'Above 1.5 of it:')
  assert.equal(firstSentence('No sign'), 'No sign')
})
