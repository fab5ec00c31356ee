import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findCodeLines } from './code-lines.ts'

it('counts the lines that hold code, once each', () => {
  const text = `// comment
import { a } from './a.js'

/** Described. */
export function f(b) {
  // comment
  if (b) return [
    a(b),
  ]
}
export * from './b.js'
`
  assert.deepEqual(findCodeLines(text), [5, 7, 8])
})
