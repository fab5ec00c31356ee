import { MAX_BLOCK_BYTES } from '@space/sdk/storage'
import { cutFile, writeAll } from './durable-files.ts'
import { MAX_FRAME_HEAD_BYTES } from './frame.ts'

const groupBytes = 2 * (MAX_BLOCK_BYTES + MAX_FRAME_HEAD_BYTES)

type Group = { readonly bytes: Uint8Array; length: number }

/**
 * What was appended to a segment and is not in its file yet. Frames are gathered into groups; while one is written
 * outside of the main thread, the next one fills. A write that fails is done again by the next that is asked for:
 * until then nothing is lost, and nothing behind it is written.
 */
export class SegmentTail {
  readonly #fd: number
  /** Where the file ends, and with it what every reader of the file can see. */
  #written: number
  #full: Group | undefined
  #filling: Group = makeGroup()
  #spare: Group | undefined
  #writing: Promise<void> | undefined

  constructor(fd: number, written: number) {
    this.#fd = fd
    this.#written = written
  }

  /** What to wait for before a frame of this size is appended; then ask again. Undefined: go on. */
  admit(sizeBytes: number): Promise<void> | undefined {
    if (this.#filling.length + sizeBytes <= groupBytes) return undefined
    if (this.#full !== undefined) return this.#writeFull()
    this.#turn()
    // If this fails, so does the next write, which somebody waits for.
    this.#writeFull().catch(() => {})
    return undefined
  }

  /** Takes a frame that was admitted; keeps none of the arrays. */
  append(head: Uint8Array, bytes: Uint8Array): void {
    const group = this.#filling
    group.bytes.set(head, group.length)
    group.bytes.set(bytes, group.length + head.length)
    group.length += head.length + bytes.length
  }

  /** A copy of a part that is not in the file yet. */
  find(offset: number, length: number): Uint8Array | undefined {
    let start = this.#written
    for (const group of [this.#full, this.#filling]) {
      if (group === undefined) continue
      const at = offset - start
      if (at >= 0 && at + length <= group.length) return group.bytes.slice(at, at + length)
      start += group.length
    }
    return undefined
  }

  /** Resolves when all that was appended before the call is in the file. */
  async write(): Promise<void> {
    const end = this.#written + (this.#full?.length ?? 0) + this.#filling.length
    while (this.#written < end) {
      if (this.#full === undefined) this.#turn()
      await this.#writeFull()
    }
  }

  /** Resolves when no write is under way, so that the file may be closed. */
  async settle(): Promise<void> {
    await this.#writing?.catch(() => {})
  }

  #turn(): void {
    this.#full = this.#filling
    this.#filling = this.#spare ?? makeGroup()
    this.#spare = undefined
  }

  #writeFull(): Promise<void> {
    this.#writing ??= this.#writeNow(this.#full as Group).finally(() => {
      this.#writing = undefined
    })
    return this.#writing
  }

  async #writeNow(group: Group): Promise<void> {
    try {
      await writeAll(this.#fd, group.bytes.subarray(0, group.length), this.#written)
    } catch (error) {
      cutFile(this.#fd, this.#written)
      throw error
    }
    this.#written += group.length
    group.length = 0
    this.#full = undefined
    this.#spare = group
  }
}

function makeGroup(): Group {
  return { bytes: new Uint8Array(groupBytes), length: 0 }
}
