import { blockCid } from '../../codec/reference.ts'
import { releaseBlock } from '../../crypto/release-block.ts'
import type { SealedBlock } from '../../crypto/seal-block.ts'
import type { Block, BlockStore } from '../../storage/index.ts'
import type { OperationOptions } from '../../utils/index.ts'

/** Blocks wait here until so many bytes are worth a write. */
const batchBytes = 16 << 20

/** Stores sealed blocks in large batches. */
export class BlockWriter {
  readonly #blocks: BlockStore
  #waiting: Block[] = []
  #waitingBytes = 0
  #writing: Promise<unknown> = Promise.resolve()

  constructor(blocks: BlockStore) {
    this.#blocks = blocks
  }

  /** Takes a block and, once it is written, its memory; resolves when there is room for the next. */
  async add(block: SealedBlock): Promise<void> {
    this.#waiting.push({ cid: blockCid(block.digest, 'raw'), bytes: block.bytes })
    this.#waitingBytes += block.bytes.length
    if (this.#waitingBytes >= batchBytes) await this.#write()
  }

  /** Resolves when every block so far is durable. */
  async flush(options: OperationOptions = {}): Promise<void> {
    if (this.#waiting.length > 0) await this.#write()
    await this.#writing
    await this.#blocks.sync(options)
  }

  async #write(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = []
    this.#waitingBytes = 0
    // One batch is written while the next is sealed, and no more: that bounds the memory.
    await this.#writing
    this.#writing = this.#blocks.putBatch(batch, { verify: false }).then(() => batch.forEach(releaseBlock))
    // The failure is thrown to the next await; this only keeps it from counting as unhandled.
    this.#writing.catch(() => {})
  }
}
