import type { CID } from 'multiformats/cid'
import type { BlockPointer } from '../codec/pointer.ts'
import { type BlockCodec, blockCid } from '../codec/reference.ts'
import type { BlockType } from './block-type.ts'
import { openBlock } from './open-block.ts'

/** A block as some place gave it. */
export type FetchedBlock = {
  /** Not yet compared with the CID. Belongs to the caller, who may write over it. */
  readonly unverified: Uint8Array
  /** Lets the place compare the block itself, so that it learns of damage and says where; rejects if it finds some. */
  readonly recheck?: (() => Promise<unknown>) | undefined
}

/** Gets a block from a store without checking it: opening it does, once. */
export type FetchBlock = (cid: CID, options: { signal?: AbortSignal | undefined }) => Promise<FetchedBlock>

/**
 * Fetches a block and gives its bytes to `open`, which must verify them against the digest. All blocks that are opened
 * are fetched here. Throws what `open`, the fetcher or the recheck throws.
 */
export async function fetchInto<Result>(
  fetchBlock: FetchBlock,
  { digest, codec }: { digest: Uint8Array; codec: BlockCodec },
  open: (unverified: Uint8Array) => Promise<Result>,
  signal?: AbortSignal | undefined,
): Promise<Result> {
  signal?.throwIfAborted()
  const { unverified, recheck } = await fetchBlock(blockCid(digest, codec), { signal })
  try {
    return await open(unverified)
  } catch (failure) {
    await recheck?.()
    throw failure
  }
}

/** Fetches a sealed block and opens it; throws `BLOCK_INVALID`, or what the fetcher throws. */
export function fetchAndOpen(
  pointer: BlockPointer,
  type: BlockType,
  fetchBlock: FetchBlock,
  signal?: AbortSignal | undefined,
): Promise<Uint8Array> {
  const block = { digest: pointer.digest, codec: 'raw' as const }
  return fetchInto(fetchBlock, block, (bytes) => openBlock(pointer, bytes, type), signal)
}
