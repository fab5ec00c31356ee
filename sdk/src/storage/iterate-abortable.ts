import { raceSignal } from 'race-signal'

/**
 * Walks any iterable; an abort rejects at once, even while the source is silent, and lets go of the source.
 *
 * @example
 * ```ts
 * import { iterateAbortable } from '@space/sdk/storage'
 *
 * const blocks: AsyncIterable<Uint8Array> = new ReadableStream<Uint8Array>()
 * for await (const bytes of iterateAbortable(blocks, AbortSignal.timeout(1000))) console.log(bytes.length)
 * ```
 */
export function iterateAbortable<T>(
  source: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal | undefined,
): Iterable<T> | AsyncIterable<T> {
  return signal === undefined ? source : walk(source, signal)
}

async function* walk<T>(
  source: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  signal.throwIfAborted()
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  let finished = false
  try {
    while (true) {
      const step = await raceSignal(Promise.resolve(iterator.next()), signal)
      if (step.done) {
        finished = true
        return
      }
      yield step.value
      signal.throwIfAborted()
    }
  } finally {
    // Not awaited: a source that hangs must not hold up the abort.
    if (!finished) void release(iterator)
  }
}

async function release(iterator: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.()
  } catch {
    // The walk has ended with an error of its own, which is the one to report.
  }
}
