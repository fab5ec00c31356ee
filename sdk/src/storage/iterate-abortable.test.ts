import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { iterateAbortable } from './iterate-abortable.ts'

const collect = async <T>(source: Iterable<T> | AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = []
  for await (const item of source) items.push(item)
  return items
}

describe('iterateAbortable', () => {
  const { signal } = new AbortController()

  it('walks arrays, generators and streams to their end', async () => {
    assert.deepEqual(await collect(iterateAbortable([1, 2, 3], signal)), [1, 2, 3])
    const stream = async function* () {
      yield* [4, 5]
    }
    assert.deepEqual(await collect(iterateAbortable(stream(), signal)), [4, 5])
    const given = [6]
    assert.equal(iterateAbortable(given, undefined), given)
  })

  it('passes on the error of a source', async () => {
    const failing = async function* () {
      yield 1
      throw new RangeError('the source broke')
    }
    await assert.rejects(collect(iterateAbortable(failing(), signal)), RangeError)
  })

  it('rejects while the source is silent, and lets go of one that is not', async () => {
    const reason = new Error('no longer wanted')
    const controller = new AbortController()
    const silent: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }),
    }
    setTimeout(() => controller.abort(reason), 10)
    await assert.rejects(collect(iterateAbortable(silent, controller.signal)), reason)
    let released = false
    const stream = function* () {
      try {
        while (true) yield 1
      } finally {
        released = true
      }
    }
    const other = new AbortController()
    const walk = async () => {
      for await (const _ of iterateAbortable(stream(), other.signal)) other.abort(reason)
    }
    await assert.rejects(walk(), reason)
    assert.ok(released)
    await assert.rejects(collect(iterateAbortable([1], AbortSignal.abort(reason))), reason)
  })

  it('reports its own reason, whatever the source does when it is let go', async () => {
    const reason = new Error('no longer wanted')
    const controller = new AbortController()
    const source: Iterable<number> = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: 1 }),
        return: () => {
          throw new Error('cannot end')
        },
      }),
    }
    const walk = async () => {
      for await (const _ of iterateAbortable(source, controller.signal)) controller.abort(reason)
    }
    await assert.rejects(walk(), reason)
  })
})
