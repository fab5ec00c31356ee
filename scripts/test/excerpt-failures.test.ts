import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { excerptFailures } from './excerpt-failures.ts'

describe('excerptFailures', () => {
  it("begins where node's runner, Hardhat, our checks and unittest report what failed", () => {
    const reports = [
      '✖ failing tests:\n\n✖ adds (2 ms)\n  Error: 3',
      '  1 failing\n\n  1) Test#invariant_x()\n    Error: 1 != 2',
      'FAIL lint 4 ms\n     a.ts:1',
      'FAIL: test_open (reader)\nAssertionError',
    ]
    for (const text of reports)
      assert.equal(excerptFailures(`✔ subtracts (1 ms)\nok   types 3 ms\n${text}\n\n`), text)
  })

  it('takes the last lines of a command that died without a word on it', () => {
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index}`)
    const excerpt = excerptFailures(lines.join('\n')).split('\n')
    assert.equal(excerpt.length, 80)
    assert.equal(excerpt.at(-1), 'line 199')
  })

  it('stays short however much fails', () => {
    const excerpt = excerptFailures(`FAIL lint\n${'     a.ts:1\n'.repeat(500)}`)
    assert.equal(excerpt.split('\n').length, 80)
  })
})
