import type { BlockPointer } from '../../codec/pointer.ts'
import { blockCid } from '../../codec/reference.ts'
import type { BlockType } from '../../crypto/block-type.ts'
import { openBlock } from '../../crypto/open-block.ts'
import type { BlockStore } from '../../storage/types.ts'
import { type OperationOptions, toHex } from '../../utils/index.ts'

/** Fetches sealed blocks and opens them. */
export type BlockReader = {
  /** The payload of a block. Rejects with `BLOCK_MISSING`, `BLOCK_CORRUPT` or `BLOCK_INVALID`. */
  open(pointer: BlockPointer, type: BlockType, options?: OperationOptions): Promise<Uint8Array>
}

/** Opens blocks from a store and keeps the last few payloads, since small files share blocks. */
export function createBlockReader(blocks: BlockStore, cacheBytes = 8 << 20): BlockReader {
  const cache = new Map<string, Uint8Array>()
  let cachedBytes = 0

  const remember = (key: string, payload: Uint8Array) => {
    cache.set(key, payload)
    cachedBytes += payload.byteLength
    for (const [oldest, value] of cache) {
      if (cachedBytes <= cacheBytes) break
      cache.delete(oldest)
      cachedBytes -= value.byteLength
    }
  }

  return {
    open: async (pointer, type, options = {}) => {
      // The secret is part of the key: a digest alone could be paired with somebody else's secret.
      const key = `${type}${toHex(pointer.digest)}${toHex(pointer.secret)}`
      const cached = cache.get(key)
      if (cached !== undefined) {
        cache.delete(key)
        cache.set(key, cached)
        return cached
      }
      const bytes = await blocks.get(blockCid(pointer.digest, 'raw'), options)
      const payload = await openBlock(pointer, bytes, type)
      remember(key, payload)
      return payload
    },
  }
}
