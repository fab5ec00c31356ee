import { blockCid } from '../../codec/reference.ts'
import { releaseBlock } from '../../crypto/release-block.ts'
import type { SealedBlock } from '../../crypto/seal-block.ts'
import type { Block, BlockStore } from '../../storage/index.ts'
import type { OperationOptions } from '../../utils/index.ts'

/** Blocks wait here until so many bytes are worth a write. */
const batchBytes = 16 << 20

/** Stores sealed blocks in large batches. */
export type BlockWriter = {
  /** Takes a block and, once it is written, its memory; resolves when there is room for the next. */
  add(block: SealedBlock): Promise<void>
  /** Resolves when every block so far is durable. */
  flush(options?: OperationOptions): Promise<void>
}

/** Makes a writer over a store. */
export function createBlockWriter(blocks: BlockStore): BlockWriter {
  let waiting: Block[] = []
  let waitingBytes = 0
  let writing: Promise<unknown> = Promise.resolve()

  const write = async () => {
    const batch = waiting
    waiting = []
    waitingBytes = 0
    // One batch is written while the next is sealed, and no more: that bounds the memory.
    await writing
    writing = blocks.putBatch(batch, { verify: false }).then(() => batch.forEach(releaseBlock))
    // The failure is thrown to whoever awaits next; this only keeps it from counting as unhandled.
    writing.catch(() => {})
  }

  return {
    add: async (block) => {
      waiting.push({ cid: blockCid(block.digest, 'raw'), bytes: block.bytes })
      waitingBytes += block.bytes.length
      if (waitingBytes >= batchBytes) await write()
    },
    flush: async (options = {}) => {
      if (waiting.length > 0) await write()
      await writing
      await blocks.sync(options)
    },
  }
}
