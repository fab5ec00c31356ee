import type { BlockPointer } from '../codec/pointer.ts'
import { blockSizeBytes } from '../codec/size-class.ts'
import { toHex } from '../utils/index.ts'

/**
 * Keeps what was opened, the latest used up to a number of stored bytes. A block is found by digest and secret, since a
 * digest alone could be paired with the secret of another block; what changes is another block, so nothing in here is old.
 *
 * @example
 * ```ts
 * const bundles = new OpenBlocks<Uint8Array>(1 << 20)
 * const payload = await bundles.get(pointer, () => fetchAndOpen(pointer, blockType.bundle, fetchBlock))
 * ```
 */
export class OpenBlocks<Value> {
  readonly #limitBytes: number
  readonly #open = new Map<string, { value: Value; sizeBytes: number }>()
  #sizeBytes = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  /** What is kept of a block, or else what `open` gives; a failure is not kept. */
  async get(pointer: BlockPointer, open: () => Promise<Value>): Promise<Value> {
    const key = toHex(pointer.digest) + toHex(pointer.secret)
    const known = this.#open.get(key)
    const value = known === undefined ? await open() : known.value
    this.#remove(key)
    this.#keep(key, value, blockSizeBytes(pointer.sizeClass))
    return value
  }

  #keep(key: string, value: Value, sizeBytes: number): void {
    this.#open.set(key, { value, sizeBytes })
    this.#sizeBytes += sizeBytes
    // A map keeps the order of insertion: the first key is the one not used for longest.
    for (const oldest of this.#open.keys()) {
      if (this.#sizeBytes <= this.#limitBytes) break
      this.#remove(oldest)
    }
  }

  #remove(key: string): void {
    this.#sizeBytes -= this.#open.get(key)?.sizeBytes ?? 0
    this.#open.delete(key)
  }
}
