import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import { MockIndex } from './test-support.ts'
import { waitForIndex } from './wait-for-index.ts'

describe('waitForIndex', () => {
  const index = new MockIndex()
  const at = (number: unknown) => ({ data: { _meta: { block: { number } } } })

  it('asks until the block is there', async () => {
    let block = 5
    index.answer = () => at(block++)
    await waitForIndex(index.client, 8)
    assert.equal(index.questions.length, 4)
  })

  it('gives up when the time is over, and says how far the index is', async () => {
    index.answer = () => at(5)
    await assert.rejects(waitForIndex(index.client, 8, { timeoutMs: 60 }), (error) => {
      assert.ok(SpaceError.is(error, 'INDEX_BEHIND'))
      assert.deepEqual([error.data.block, error.data.needed], [5, 8])
      return true
    })
  })

  it('refuses an answer without a block, and stops at an abort between two questions', async () => {
    for (const answer of [{ data: {} }, { data: { _meta: null } }, at('x')]) {
      index.answer = () => answer
      await assert.rejects(waitForIndex(index.client, 8), (error) =>
        SpaceError.is(error, 'INDEX_ANSWER_INVALID'),
      )
    }
    const reason = new Error('no longer wanted')
    const controller = new AbortController()
    index.answer = () => at(5)
    setTimeout(() => controller.abort(reason), 30)
    await assert.rejects(waitForIndex(index.client, 8, { signal: controller.signal }), reason)
  })
})
