import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AnswerCache } from './answer-cache.ts'

function open() {
  const state = { version: 1, made: 0 }
  const cache = new AnswerCache(() => state.version)
  const get = (key: string, whileMaking = () => {}) =>
    cache.getOrMake(key, () => {
      whileMaking()
      state.made += 1
      return `${key} ${state.made}`
    })
  return { state, get }
}

test('gives an answer again until something is committed', () => {
  const { state, get } = open()
  assert.deepEqual([get('a'), get('a'), get('b'), get('a')], ['a 1', 'a 1', 'b 2', 'a 1'])
  state.version += 1
  assert.deepEqual([get('a'), get('a'), get('b')], ['a 3', 'a 3', 'b 4'])
})

test('does not keep an answer during which something was committed', () => {
  const { state, get } = open()
  assert.equal(
    get('a', () => {
      state.version += 1
    }),
    'a 1',
  )
  assert.equal(get('a'), 'a 2')
})

test('keeps no error and no very long answer', () => {
  const { state, get } = open()
  assert.throws(() =>
    get('a', () => {
      throw new Error('no')
    }),
  )
  assert.equal(get('a'), 'a 1')
  const long = 'x'.repeat(600_000)
  get(long)
  get(long)
  assert.equal(state.made, 3)
})
