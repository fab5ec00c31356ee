import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TextCache } from './text-cache.ts'

test('makes a value once and forgets the ones that were not used for longest', () => {
  const cache = new TextCache<{ text: string }>(2)
  const made: string[] = []
  const get = (text: string) =>
    cache.getOrMake(text, () => {
      made.push(text)
      return { text }
    })
  assert.equal(get('a'), get('a'))
  get('b')
  get('a')
  get('c')
  get('a')
  get('b')
  assert.deepEqual(made, ['a', 'b', 'c', 'b'])
})

test('keeps no value of a very long text', () => {
  const cache = new TextCache<object>(2)
  const long = 'x'.repeat(40_000)
  assert.notEqual(
    cache.getOrMake(long, () => ({})),
    cache.getOrMake(long, () => ({})),
  )
})
