import { checkBytes32 } from '../../chain/check-argument.ts'
import { decodeForestRoot } from '../../codec/forest.ts'
import type { BlockCodec } from '../../codec/reference.ts'
import { listForest } from '../../crypto/list-forest.ts'
import type { Backend } from '../../storage/index.ts'
import { fromHex, type Hex, type OperationOptions } from '../../utils/index.ts'
import { fetchFrom, fetchVerified } from '../context.ts'

/** What a forest keeps alive, as anyone without keys can count it. */
export type ForestSize = {
  /** Sealed blocks, each of one of six lengths. */
  blocks: number
  /** Records, passes, bindings and entries in clear. */
  objects: number
  sizeBytes: number
  /** Sealed blocks by length. */
  blocksBySize: Record<number, number>
}

/**
 * Counts and verifies what an operator keeps for a folder, by the `forest` of its newest state. Needs no key: the forest
 * lists every live block. Throws `INPUT_INVALID`, `BLOCK_MISSING`, `BLOCK_CORRUPT` or `FOREST_INVALID`.
 *
 * @example
 * ```ts
 * import { createMemoryStore, measureForest } from '@space/sdk'
 *
 * const backend = createMemoryStore()
 * const { sizeBytes } = await measureForest(backend, digest)
 * ```
 */
export async function measureForest(
  backend: Backend,
  forest: Hex,
  options: OperationOptions = {},
): Promise<ForestSize> {
  const fetch = (digest: Uint8Array, codec: BlockCodec) => fetchVerified({ backend }, digest, codec, options)
  const root = decodeForestRoot(await fetch(fromHex(checkBytes32(forest, 'forest')), 'dag-cbor'))
  const size: ForestSize = { blocks: 0, objects: root.objects.length, sizeBytes: 0, blocksBySize: {} }
  for await (const digest of listForest(root.blocks, fetchFrom(backend), options)) {
    const { length } = await fetch(digest, 'raw')
    size.blocks += 1
    size.sizeBytes += length
    size.blocksBySize[length] = (size.blocksBySize[length] ?? 0) + 1
  }
  for (const digest of root.objects) size.sizeBytes += (await fetch(digest, 'dag-cbor')).length
  return size
}
