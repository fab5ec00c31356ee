import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import '../testing/seed.ts'
import { endsWithEscape, isPlainPattern, matchesLike } from './like.ts'

/** The same by a regular expression. */
function matchesRegExp(pattern: string, text: string): boolean {
  const source = pattern.replace(/\\(.)|./gsu, (token, quoted: string | undefined) => {
    if (token === '%') return '.*'
    if (token === '_') return '.'
    return `\\u{${((quoted ?? token).codePointAt(0) as number).toString(16)}}`
  })
  return new RegExp(`^${source}$`, 'su').test(text)
}

const piece = fc.constantFrom('a', 'A', 'b', '%', '_', '\\', '\u{1f600}', '\n')
const short = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))

test('matches as a regular expression does', () => {
  fc.assert(
    fc.property(short, short, (pattern, text) => {
      assert.equal(matchesLike(pattern, text, false), matchesRegExp(pattern, text), `${pattern} ${text}`)
    }),
    { numRuns: 2_000 },
  )
})

test('a pattern without wildcards matches only itself', () => {
  fc.assert(
    fc.property(short, short, (pattern, text) => {
      if (isPlainPattern(pattern)) assert.equal(matchesLike(pattern, text, false), pattern === text)
    }),
  )
})

test('folds the case of ASCII letters only', () => {
  assert.equal(matchesLike('A%_', 'abc', true), true)
  assert.equal(matchesLike('A%_', 'abc', false), false)
  assert.equal(matchesLike('É', 'é', true), false)
})

test('an escape at the end escapes nothing', () => {
  assert.deepEqual(['\\', 'a\\\\\\', 'a\\\\', '\\%', ''].map(endsWithEscape), [
    true,
    true,
    false,
    false,
    false,
  ])
  assert.equal(matchesLike('a\\', 'a\\', false), true)
})

test('a pattern of many wildcards takes bounded time', () => {
  const started = performance.now()
  assert.equal(matchesLike(`${'%a'.repeat(200)}b`, 'a'.repeat(5_000), false), false)
  assert.ok(performance.now() - started < 5_000)
})
