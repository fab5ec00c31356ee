import { setTimeout as delay } from 'node:timers/promises'

/** Waits; an abort ends the wait early and quietly. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal })
  } catch {
    // Only the signal rejects, and the caller looks at it anyway.
  }
}
