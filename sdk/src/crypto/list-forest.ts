import type { ForestItem } from '../codec/forest.ts'
import { type FetchNode, type ForestOptions, openNode } from './forest-nodes.ts'

/**
 * All digests of a forest, ascending. Throws `FOREST_INVALID`.
 *
 * @example
 * ```ts
 * for await (const digest of listForest(root.blocks, fetchNode)) keep(digest)
 * ```
 */
export async function* listForest(
  root: Uint8Array,
  fetchNode: FetchNode,
  options: ForestOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  yield* list(root, [], fetchNode, options)
}

async function* list(
  digest: Uint8Array,
  prefix: readonly number[],
  fetchNode: FetchNode,
  options: ForestOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const node = await openNode(digest, prefix, fetchNode, options)
  for (const [nibble, item] of node) yield* listItem(item, [...prefix, nibble], fetchNode, options)
}

/** All digests behind one nibble, ascending. */
export async function* listItem(
  item: ForestItem,
  prefix: readonly number[],
  fetchNode: FetchNode,
  options: ForestOptions,
): AsyncGenerator<Uint8Array, void, void> {
  if (item.kind === 'bucket') yield* item.digests
  else yield* list(item.digest, prefix, fetchNode, options)
}
