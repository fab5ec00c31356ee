import type { CID } from 'multiformats/cid'
import type { BlockPointer } from '../codec/pointer.ts'
import { blockCid } from '../codec/reference.ts'
import type { BlockType } from './block-type.ts'
import { openBlock } from './open-block.ts'

/** Gets the bytes of a block from wherever blocks are kept. What it returns is checked, never trusted. */
export type FetchBlock = (cid: CID, options: { signal?: AbortSignal | undefined }) => Promise<Uint8Array>

/** Fetches a sealed block and opens it; throws `BLOCK_INVALID`, or what the fetcher throws. */
export async function fetchAndOpen(
  pointer: BlockPointer,
  type: BlockType,
  fetchBlock: FetchBlock,
  signal?: AbortSignal | undefined,
): Promise<Uint8Array> {
  signal?.throwIfAborted()
  const bytes = await fetchBlock(blockCid(pointer.digest, 'raw'), { signal })
  return openBlock(pointer, bytes, type)
}
