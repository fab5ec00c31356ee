import type { ForestItem } from '../codec/forest.ts'
import type { FetchBlock } from './fetch-block.ts'
import { type ForestOptions, openNode } from './forest-nodes.ts'

/**
 * All digests of a forest, ascending. Throws `FOREST_INVALID`.
 *
 * @example
 * ```ts
 * for await (const digest of listForest(root.blocks, fetchBlock)) keep(digest)
 * ```
 */
export async function* listForest(
  root: Uint8Array,
  fetchBlock: FetchBlock,
  options: ForestOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  yield* list(root, [], fetchBlock, options)
}

async function* list(
  digest: Uint8Array,
  prefix: readonly number[],
  fetchBlock: FetchBlock,
  options: ForestOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const node = await openNode(digest, prefix, fetchBlock, options)
  for (const [nibble, item] of node) yield* listItem(item, [...prefix, nibble], fetchBlock, options)
}

/** All digests behind one nibble, ascending. */
export async function* listItem(
  item: ForestItem,
  prefix: readonly number[],
  fetchBlock: FetchBlock,
  options: ForestOptions,
): AsyncGenerator<Uint8Array, void, void> {
  if (item.kind === 'bucket') yield* item.digests
  else yield* list(item.digest, prefix, fetchBlock, options)
}
