import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IndexerError } from '../errors.ts'
import { BlockWaiters } from './block-waiters.ts'

const head = (number: number) => ({ number, hash: '0x', parentHash: '0x', timestamp: 0 })

test('resolves what waits for a block at or below the head', async () => {
  const waiters = new BlockWaiters()
  const settled: number[] = []
  const wait = (number: number) => waiters.add(number, undefined).then(() => settled.push(number))
  const waits = [wait(3), wait(5), wait(4)]
  waiters.reached(head(4))
  await new Promise(setImmediate)
  assert.deepEqual(settled, [3, 4])
  waiters.reached(head(9), 4)
  await new Promise(setImmediate)
  assert.deepEqual(settled, [3, 4])
  waiters.reached(head(5))
  await Promise.all(waits)
})

test('rejects all, and one by its signal, before or while it waits', async () => {
  const waiters = new BlockWaiters()
  const abort = new AbortController()
  const aborted = waiters.add(1, abort.signal)
  abort.abort(new Error('enough'))
  await assert.rejects(aborted, /enough/)
  await assert.rejects(waiters.add(1, abort.signal), /enough/)
  const [a, b] = [waiters.add(1, undefined), waiters.add(2, new AbortController().signal)]
  waiters.rejectAll(new IndexerError('closed', 'over'))
  await assert.rejects(a, /over/)
  await assert.rejects(b, /over/)
})
