import { BUCKET_SIZE, type ForestItem } from '../codec/forest.ts'
import { type BuildForestOptions, groupByNibble, sortedSet, writeNode } from './forest-nodes.ts'

/**
 * Builds the forest of a set of block digests and gives the digest of its topmost node. The result depends on the set
 * alone. Format: docs/spec/forest.md.
 *
 * @example
 * ```ts
 * const blocks = await buildForest(digests, { write: (node) => store.put(node) })
 * ```
 */
export function buildForest(digests: Iterable<Uint8Array>, options: BuildForestOptions): Promise<Uint8Array> {
  return buildNode(sortedSet(digests), 0, options)
}

/** The item of sorted digests that share their first nibbles: a bucket if they fit, else a node. */
export async function buildItem(
  sorted: readonly Uint8Array[],
  depth: number,
  options: BuildForestOptions,
): Promise<ForestItem> {
  if (sorted.length <= BUCKET_SIZE) return { kind: 'bucket', digests: sorted }
  return { kind: 'node', digest: await buildNode(sorted, depth, options) }
}

async function buildNode(
  sorted: readonly Uint8Array[],
  depth: number,
  options: BuildForestOptions,
): Promise<Uint8Array> {
  options.signal?.throwIfAborted()
  const node = new Map<number, ForestItem>()
  for (const [nibble, group] of groupByNibble(sorted, depth)) {
    node.set(nibble, await buildItem(group, depth + 1, options))
  }
  return writeNode(node, options.write)
}
