import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeState } from './state.ts'

describe('decodeState', () => {
  it('reads each field where it is, and leaves the others alone', () => {
    const others = (0xffffn << 64n) | (5n << 120n)
    const word = 7n | (8n << 32n) | (1_800_000_000n << 80n) | (2n << 120n)
    const dueAt = new Date(1_800_000_000_000)
    assert.deepEqual(decodeState(word | others), { epoch: 7, narrowed: 8, dueAt, stale: true })
    assert.deepEqual(decodeState(others), { epoch: 0, narrowed: 0, dueAt: undefined, stale: false })
  })
})
