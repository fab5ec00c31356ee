import { closeSync, openSync, readSync } from 'node:fs'
import { withStoreErrors } from '@space/sdk/node'
import type { StorePaths } from './paths.ts'

/** Segments that stay open at once; a store of any size stays far below the limit of a process. */
const maxOpen = 64

/** Reads from segments through a small set of open files. */
export class SegmentFiles {
  readonly #paths: StorePaths
  readonly #open = new Map<number, number>()

  constructor(paths: StorePaths) {
    this.#paths = paths
  }

  /** Up to `length` bytes of a segment; fewer if it ends before. */
  read(segment: number, offset: number, length: number): Uint8Array {
    const buffer = Buffer.allocUnsafeSlow(length)
    const filled = withStoreErrors(this.#paths.root, this.#paths.segment(segment), () => {
      const fd = this.#fdOf(segment)
      let at = 0
      while (at < length) {
        const got = readSync(fd, buffer, at, length - at, offset + at)
        if (got === 0) break
        at += got
      }
      return at
    })
    return new Uint8Array(buffer.buffer, buffer.byteOffset, filled)
  }

  /** Closes all files; later reads open them again. */
  close(): void {
    for (const fd of this.#open.values()) closeSync(fd)
    this.#open.clear()
  }

  #fdOf(segment: number): number {
    const fd = this.#open.get(segment) ?? openSync(this.#paths.segment(segment), 'r')
    // A map keeps the order of insertion: the first key is the one not used for longest.
    this.#open.delete(segment)
    this.#open.set(segment, fd)
    if (this.#open.size > maxOpen) {
      const [oldest, oldestFd] = this.#open.entries().next().value as [number, number]
      this.#open.delete(oldest)
      closeSync(oldestFd)
    }
    return fd
  }
}
