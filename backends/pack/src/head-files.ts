import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf, withStoreErrors } from '@space/sdk/node'
import type { HeadStore } from '@space/sdk/storage'
import {
  checkExpected,
  checkHeadValue,
  checkLabel,
  type OperationOptions,
  SpaceError,
  toHex,
} from '@space/sdk/storage'
import { replaceFile } from './durable-files.ts'
import type { StorePaths } from './paths.ts'
import type { SegmentBlocks } from './segment-blocks.ts'

/** The heads of a pack store: a file per label, replaced whole by the writer and read by anybody. */
export class HeadFiles implements HeadStore {
  readonly #paths: StorePaths
  readonly #blocks: SegmentBlocks
  readonly #writable: boolean
  #closed = false

  constructor(paths: StorePaths, blocks: SegmentBlocks, writable: boolean) {
    this.#paths = paths
    this.#blocks = blocks
    this.#writable = writable
  }

  async get(label: Uint8Array, options: OperationOptions = {}): Promise<Uint8Array | null> {
    this.#begin(options)
    checkLabel(label)
    return this.#read(label)
  }

  async compareAndSet(
    label: Uint8Array,
    expected: Uint8Array | null,
    next: Uint8Array,
    options: OperationOptions = {},
  ): Promise<void> {
    this.#begin(options)
    checkLabel(label)
    checkHeadValue(next)
    if (!this.#writable) throw new SpaceError('STORE_READ_ONLY', { directory: this.#paths.root })
    // A head must not name blocks that a crash could take away.
    await this.#blocks.sync(options)
    this.#begin(options)
    // No await from here on: nothing in this process comes between the comparison and the change, and the lock
    // keeps other processes out.
    checkExpected(label, this.#read(label), expected)
    const path = this.#pathOf(label)
    withStoreErrors(this.#paths.root, path, () => replaceFile(path, [next]))
  }

  /** Refuses all further calls. */
  close(): void {
    this.#closed = true
  }

  #begin({ signal }: OperationOptions): void {
    signal?.throwIfAborted()
    if (this.#closed) throw new SpaceError('STORE_CLOSED', { backend: this.#paths.root })
  }

  #read(label: Uint8Array): Uint8Array | null {
    const path = this.#pathOf(label)
    return withStoreErrors(this.#paths.root, path, () => {
      try {
        return new Uint8Array(readFileSync(path))
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return null
        throw error
      }
    })
  }

  #pathOf(label: Uint8Array): string {
    return join(this.#paths.heads, toHex(label).slice(2))
  }
}
