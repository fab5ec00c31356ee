import type { ForestItem } from '../codec/forest.ts'
import { equalBytes } from '../utils/index.ts'
import { buildItem } from './build-forest.ts'
import type { FetchBlock } from './fetch-block.ts'
import { type BuildForestOptions, groupByNibble, openNode, sortedSet, writeNode } from './forest-nodes.ts'

/** How digests are inserted: where nodes come from and where new ones go. */
export type InsertIntoForestOptions = BuildForestOptions & { fetchBlock: FetchBlock }

/**
 * Adds digests to a forest: fetches and rewrites only the nodes they fall into and gives the digest of the new topmost
 * node. The result is the same as building the united set. Throws `FOREST_INVALID`.
 *
 * @example
 * ```ts
 * const write = (node: StoredObject) => store.put(node)
 * const blocks = await insertIntoForest(root.blocks, newDigests, { fetchBlock, write })
 * ```
 */
export function insertIntoForest(
  root: Uint8Array,
  digests: Iterable<Uint8Array>,
  options: InsertIntoForestOptions,
): Promise<Uint8Array> {
  return insert(root, sortedSet(digests), [], options)
}

async function insert(
  digest: Uint8Array,
  sorted: readonly Uint8Array[],
  prefix: readonly number[],
  options: InsertIntoForestOptions,
): Promise<Uint8Array> {
  const node = new Map(await openNode(digest, prefix, options.fetchBlock, options))
  let changed = false
  for (const [nibble, group] of groupByNibble(sorted, prefix.length)) {
    const before = node.get(nibble)
    const after = await insertIntoItem(before, group, [...prefix, nibble], options)
    if (before !== undefined && isSameItem(before, after)) continue
    node.set(nibble, after)
    changed = true
  }
  return changed ? writeNode(node, options.write) : digest
}

async function insertIntoItem(
  item: ForestItem | undefined,
  sorted: readonly Uint8Array[],
  prefix: readonly number[],
  options: InsertIntoForestOptions,
): Promise<ForestItem> {
  if (item?.kind === 'node') {
    return { kind: 'node', digest: await insert(item.digest, sorted, prefix, options) }
  }
  return buildItem(sortedSet([...(item?.digests ?? []), ...sorted]), prefix.length, options)
}

function isSameItem(a: ForestItem, b: ForestItem): boolean {
  if (a.kind === 'node') return b.kind === 'node' && equalBytes(a.digest, b.digest)
  return b.kind === 'bucket' && a.digests.length === b.digests.length
}
