import { BUCKET_SIZE, type ForestItem } from '../codec/forest.ts'
import { type ForestOptions, groupByNibble, sortedSet, storeNode } from './forest-nodes.ts'
import type { StoredObject } from './object.ts'

/**
 * Builds the forest of a set of block digests: yields its nodes, the topmost last, and returns that one's
 * digest. The result depends on the set alone. Format: docs/spec/forest.md.
 *
 * @example
 * ```ts
 * const blocks = yield* buildForest(digests)
 * ```
 */
export async function* buildForest(
  digests: Iterable<Uint8Array>,
  options: ForestOptions = {},
): AsyncGenerator<StoredObject, Uint8Array, void> {
  return yield* buildNode(sortedSet(digests), 0, options)
}

/** What stands for sorted digests that share their first nibbles: a bucket if they fit, else a node. */
export async function* buildItem(
  sorted: readonly Uint8Array[],
  depth: number,
  options: ForestOptions,
): AsyncGenerator<StoredObject, ForestItem, void> {
  if (sorted.length <= BUCKET_SIZE) return { kind: 'bucket', digests: sorted }
  return { kind: 'node', digest: yield* buildNode(sorted, depth, options) }
}

async function* buildNode(
  sorted: readonly Uint8Array[],
  depth: number,
  options: ForestOptions,
): AsyncGenerator<StoredObject, Uint8Array, void> {
  options.signal?.throwIfAborted()
  const node = new Map<number, ForestItem>()
  for (const [nibble, group] of groupByNibble(sorted, depth)) {
    node.set(nibble, yield* buildItem(group, depth + 1, options))
  }
  return yield* storeNode(node)
}
