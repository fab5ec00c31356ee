import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LatestCache } from './latest-cache.ts'

test('knows entities, absent entities and what it never got', () => {
  const cache = new LatestCache(10_000)
  const data = new Map([['id', 'a']])
  cache.set('User', 'a', data)
  cache.set('User', 'b', null)
  assert.equal(cache.get('User', 'a'), data)
  assert.equal(cache.get('User', 'b'), null)
  assert.equal(cache.get('User', 'c'), undefined)
  assert.equal(cache.get('Pet', 'a'), undefined)
  cache.clear()
  assert.equal(cache.get('User', 'a'), undefined)
})

test('drops the entities that were not used for longest when their bytes exceed the limit', () => {
  const cache = new LatestCache(10_000)
  for (let n = 0; n < 20; n++) {
    cache.set('User', `u${n}`, new Map([['text', 'x'.repeat(200)]]))
    assert.ok(cache.get('User', 'u0') !== undefined, 'what is in use stays')
  }
  const kept = Array.from({ length: 20 }, (_, n) => n).filter((n) => cache.get('User', `u${n}`) !== undefined)
  assert.ok(kept.length > 5 && kept.length < 20, `${kept.length} kept`)
  assert.deepEqual(
    kept.slice(1),
    Array.from({ length: kept.length - 1 }, (_, i) => 20 - kept.length + 1 + i),
  )
})

test('does not keep an entity that is larger than the limit', () => {
  const cache = new LatestCache(5_000)
  cache.set('User', 'a', new Map([['list', Array.from({ length: 200 }, () => Uint8Array.of(1))]]))
  assert.equal(cache.get('User', 'a'), undefined)
})
