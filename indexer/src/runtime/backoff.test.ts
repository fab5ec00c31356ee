import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IndexerError } from '../errors.ts'
import { Backoff } from './backoff.ts'
import type { IndexerNotice } from './indexer-options.ts'

test('waits longer each time, shows why, and reports the end', async () => {
  const notices: IndexerNotice[] = []
  const backoff = new Backoff((notice) => notices.push(notice), new AbortController().signal)
  const details = { block: { number: 5 }, reason: 'no logs' }
  await backoff.failed(new IndexerError('chain-inconsistent', 'odd', { details }))
  assert.deepEqual(backoff.state, { state: 'retrying', error: 'odd', attempt: 1, retryInMs: 100, ...details })
  await backoff.failed(new Error('again'))
  assert.deepEqual(backoff.state, { state: 'retrying', error: 'again', attempt: 2, retryInMs: 200 })
  backoff.succeeded()
  backoff.succeeded()
  assert.deepEqual(backoff.state, { state: 'ok' })
  assert.deepEqual(
    notices.map(({ type }) => type),
    ['retrying', 'retrying', 'resumed'],
  )
})

test('an abort ends a wait and the retries', async () => {
  const abort = new AbortController()
  const backoff = new Backoff(() => {}, abort.signal)
  let attempts = 0
  const work = backoff.untilDone(async () => {
    attempts += 1
    if (attempts === 2) abort.abort()
    throw new Error('down')
  })
  await assert.rejects(work, (error) => error instanceof IndexerError && error.code === 'closed')
  assert.equal(attempts, 2)
})

test('gives the result of the first attempt that succeeds', async () => {
  const backoff = new Backoff(() => {}, new AbortController().signal)
  let attempts = 0
  const result = await backoff.untilDone(async () => {
    attempts += 1
    if (attempts < 2) throw new Error('down')
    return attempts
  })
  assert.equal(result, 2)
})
