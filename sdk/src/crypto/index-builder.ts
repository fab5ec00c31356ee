import { FILE_FANOUT } from '../codec/file-layout.ts'
import { POINTER_BYTES } from '../codec/pointer.ts'
import { blockType } from './block-type.ts'
import { type BlockKeying, type BlockSink, sealBlock } from './seal-block.ts'

type PointerList = { bytes: Uint8Array; count: number }

/**
 * Collects the pointers of a file's chunks as they come and seals an index block whenever a list is full.
 * It holds one list per level, however long the file is, and ends with the least possible height.
 */
export class IndexBuilder {
  readonly #levels: PointerList[] = []
  readonly #keying: BlockKeying
  readonly #write: BlockSink

  /** `write` takes the index blocks as they become full. */
  constructor(keying: BlockKeying, write: BlockSink) {
    this.#keying = keying
    this.#write = write
  }

  /** Takes the next pointer of a level. */
  async add(digest: Uint8Array, secret: Uint8Array, level = 0): Promise<void> {
    this.#levels[level] ??= { bytes: new Uint8Array(FILE_FANOUT * POINTER_BYTES), count: 0 }
    const list = this.#levels[level]
    if (list.count === FILE_FANOUT) await this.#close(list, level)
    list.bytes.set(digest, list.count * POINTER_BYTES)
    list.bytes.set(secret, list.count * POINTER_BYTES + digest.length)
    list.count += 1
  }

  /** Writes the index blocks that are not full and gives the pointers of the file node. */
  async finish(): Promise<Uint8Array> {
    for (let level = 0; level < this.#levels.length - 1; level++) {
      await this.#close(this.#levels[level] as PointerList, level)
    }
    const top = this.#levels.at(-1)
    return top === undefined ? new Uint8Array() : filled(top)
  }

  async #close(list: PointerList, level: number): Promise<void> {
    const index = await sealBlock(blockType.fileIndex, filled(list), this.#keying)
    list.count = 0
    await this.#write(index)
    await this.add(index.digest, index.secret, level + 1)
  }
}

function filled(list: PointerList): Uint8Array {
  return list.bytes.subarray(0, list.count * POINTER_BYTES)
}
