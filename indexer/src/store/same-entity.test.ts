import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSameEntity } from './same-entity.ts'
import type { Value } from './store.ts'

const isSame = (a: Record<string, Value>, b: Record<string, Value>) =>
  isSameEntity(new Map(Object.entries(a)), new Map(Object.entries(b)))

test('values are the same by content, and null is the same as absent', () => {
  assert.equal(
    isSame({ a: Uint8Array.of(1), b: [1n, 'x'], c: null }, { b: [1n, 'x'], a: Uint8Array.of(1) }),
    true,
  )
  assert.equal(isSame({ a: { digits: 10n, exp: 0 } }, { a: { digits: 1n, exp: 1 } }), true)
})

test('any difference counts', () => {
  const different: [Record<string, Value>, Record<string, Value>][] = [
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, {}],
    [{}, { a: 1 }],
    [{ a: [1] }, { a: [1, 2] }],
    [{ a: [1] }, { a: [2] }],
    [{ a: Uint8Array.of(1) }, { a: Uint8Array.of(2) }],
    [{ a: Uint8Array.of(1) }, { a: [1] }],
    [{ a: 1 }, { a: 1n }],
    [{ a: { digits: 1n, exp: 0 } }, { a: { digits: 1n, exp: 1 } }],
  ]
  for (const [a, b] of different) assert.equal(isSame(a, b), false)
})
