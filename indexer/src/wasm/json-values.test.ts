import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import '../testing/seed.ts'
import { type JsonValue, parseJson } from './json-values.ts'

/** The same value as JSON.parse gives it. */
function toPlain(value: JsonValue): unknown {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, toPlain(item)]))
  if (Array.isArray(value)) return value.map(toPlain)
  return Number((value as { number: string }).number)
}

test('agrees with JSON.parse, whatever the keys', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      assert.deepEqual(toPlain(parseJson(text)), JSON.parse(text))
    }),
  )
})

test('numbers keep their text', () => {
  const text = '{"a": 123456789012345678901234567890, "number": 1.10, "c": [1e400, -0]}'
  assert.deepEqual(
    parseJson(text),
    new Map<string, unknown>([
      ['a', { number: '123456789012345678901234567890' }],
      ['c', [{ number: '1e400' }, { number: '-0' }]],
      ['number', { number: '1.10' }],
    ]),
  )
})

test('keys come in ascending order', () => {
  assert.deepEqual(
    [...(parseJson('{"b":1,"a":2,"10":3}') as ReadonlyMap<string, unknown>).keys()],
    ['10', 'a', 'b'],
  )
})
