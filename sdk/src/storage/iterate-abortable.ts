/**
 * Walks any iterable; an abort rejects at once, even while the source is silent, and lets go of the source.
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
  let reject: (reason: unknown) => void = () => {}
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort)
  let finished = false
  try {
    while (true) {
      // A promise per step: racing one long-lived abort promise would keep every step alive until the end.
      const step = await new Promise<IteratorResult<T>>((resolve, fail) => {
        reject = fail
        Promise.resolve(iterator.next()).then(resolve, fail)
      })
      if (step.done) {
        finished = true
        return
      }
      yield step.value
      signal.throwIfAborted()
    }
  } finally {
    signal.removeEventListener('abort', abort)
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
