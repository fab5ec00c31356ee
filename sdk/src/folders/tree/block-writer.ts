import type { BlockPointer } from '../../codec/pointer.ts'
import { blockCid } from '../../codec/reference.ts'
import type { BlockType } from '../../crypto/block-type.ts'
import { type BlockKeying, type SealedBlock, sealBlock } from '../../crypto/seal-block.ts'
import type { Block, BlockStore } from '../../storage/types.ts'
import type { OperationOptions } from '../../utils/index.ts'

/** Blocks wait here until so many bytes are worth a write. */
const batchBytes = 16 << 20

/** Seals payloads for one folder and epoch and stores the blocks in large batches. */
export type BlockWriter = {
  /** Seals a payload; equal payloads give equal blocks. */
  seal(type: BlockType, payload: Uint8Array): Promise<BlockPointer>
  /** Takes a block that was sealed elsewhere. */
  add(block: SealedBlock): Promise<void>
  /** Resolves when every block so far is durable. */
  flush(options?: OperationOptions): Promise<void>
  /** Digests of the blocks since the last call, for the forest. */
  takeDigests(): Uint8Array[]
}

/** Makes a writer over a store. */
export function createBlockWriter(blocks: BlockStore, keying: BlockKeying): BlockWriter {
  let waiting: Block[] = []
  let waitingBytes = 0
  let digests: Uint8Array[] = []
  let writing: Promise<unknown> = Promise.resolve()

  const write = async () => {
    const batch = waiting
    waiting = []
    waitingBytes = 0
    // One batch is written while the next is sealed, and no more: that bounds the memory.
    await writing
    writing = blocks.putBatch(batch, { verify: false })
    // The failure is thrown by whoever awaits next; this only keeps it from counting as unhandled.
    writing.catch(() => {})
  }

  const add = async (block: SealedBlock) => {
    digests.push(block.digest)
    waiting.push({ cid: blockCid(block.digest, 'raw'), bytes: block.bytes })
    waitingBytes += block.bytes.length
    if (waitingBytes >= batchBytes) await write()
  }

  return {
    add,
    seal: async (type, payload) => {
      const block = await sealBlock(type, payload, keying)
      await add(block)
      return { digest: block.digest, secret: block.secret, sizeClass: block.sizeClass }
    },
    flush: async (options = {}) => {
      if (waiting.length > 0) await write()
      await writing
      await blocks.sync(options)
    },
    takeDigests: () => {
      const taken = digests
      digests = []
      return taken
    },
  }
}
