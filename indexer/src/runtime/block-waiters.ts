import type { BlockPointer } from '../chain/chain-types.ts'
import type { IndexerError } from '../errors.ts'

type Waiter = {
  readonly blockNumber: number
  readonly resolve: (head: BlockPointer) => void
  readonly reject: (error: unknown) => void
}

/** Promises that wait for the head to reach a block. */
export class BlockWaiters {
  readonly #waiters = new Set<Waiter>()

  add(blockNumber: number, signal: AbortSignal | undefined): Promise<BlockPointer> {
    return new Promise((resolve, reject) => {
      const abort = () => settle(() => reject(signal?.reason))
      const settle = (action: () => void) => {
        this.#waiters.delete(waiter)
        signal?.removeEventListener('abort', abort)
        action()
      }
      const waiter: Waiter = {
        blockNumber,
        resolve: (head) => settle(() => resolve(head)),
        reject: (error) => settle(() => reject(error)),
      }
      this.#waiters.add(waiter)
      if (signal?.aborted === true) abort()
      else signal?.addEventListener('abort', abort)
    })
  }

  /** Resolves those that wait for a block up to `upTo`. */
  reached(head: BlockPointer, upTo = head.number): void {
    for (const waiter of this.#waiters) if (upTo >= waiter.blockNumber) waiter.resolve(head)
  }

  rejectAll(error: IndexerError): void {
    for (const waiter of this.#waiters) waiter.reject(error)
  }
}
