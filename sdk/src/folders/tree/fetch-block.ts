import type { FetchBlock } from '../../crypto/fetch-block.ts'
import type { BlockStore } from '../../storage/index.ts'

/** Reads sealed blocks from a store. */
export function fetchFrom(blocks: BlockStore): FetchBlock {
  return (cid, options) => blocks.get(cid, options)
}
