import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readCounts } from './count-results.ts'

describe('readCounts', () => {
  it('adds up node, Hardhat and our own lines', () => {
    const output =
      'ℹ pass 3\nℹ fail 1\nℹ skipped 2\n  12 passing (3s)\n40 passing (28 solidity, 12 mocha)\n  1 failing\nok   types 5 ms\nFAIL lint 4 ms\n'
    assert.deepEqual(readCounts(output, 1), { passed: 44, failed: 3, skipped: 2 })
  })

  it('counts the Solidity tests when they run alone', () => {
    assert.deepEqual(readCounts('  821 passing\n  1 failing\n', 1), { passed: 821, failed: 1, skipped: 0 })
    assert.deepEqual(readCounts('\n  822 passing\n\n', 0), { passed: 822, failed: 0, skipped: 0 })
  })

  it('counts a command that dies, or that runs nothing, as a failure', () => {
    assert.deepEqual(readCounts('ℹ pass 3\nℹ fail 0\n', 1), { passed: 3, failed: 1, skipped: 0 })
    assert.deepEqual(readCounts('', 0), { passed: 0, failed: 1, skipped: 0 })
    assert.deepEqual(readCounts('boom', 7), { passed: 0, failed: 1, skipped: 0 })
  })

  it('passes when everything passed', () => {
    assert.deepEqual(readCounts('ℹ pass 3\nℹ fail 0\nℹ skipped 0\n', 0), { passed: 3, failed: 0, skipped: 0 })
  })
})
