import type { ForestItem } from '../codec/forest.ts'
import { equalBytes } from '../utils/index.ts'
import { buildItem } from './build-forest.ts'
import type { FetchBlock } from './fetch-block.ts'
import { type ForestOptions, groupByNibble, openNode, sortedSet, storeNode } from './forest-nodes.ts'
import type { StoredObject } from './object.ts'

/**
 * Adds digests to a forest: fetches and rewrites only the nodes they fall into, yields the new ones and
 * returns the new topmost digest. The result is the same as building the united set.
 * Throws `FOREST_INVALID`.
 *
 * @example
 * ```ts
 * const blocks = yield* insertIntoForest(root.blocks, newDigests, fetchBlock)
 * ```
 */
export async function* insertIntoForest(
  root: Uint8Array,
  digests: Iterable<Uint8Array>,
  fetchBlock: FetchBlock,
  options: ForestOptions = {},
): AsyncGenerator<StoredObject, Uint8Array, void> {
  return yield* insert(root, sortedSet(digests), [], fetchBlock, options)
}

async function* insert(
  digest: Uint8Array,
  sorted: readonly Uint8Array[],
  prefix: readonly number[],
  fetchBlock: FetchBlock,
  options: ForestOptions,
): AsyncGenerator<StoredObject, Uint8Array, void> {
  const node = new Map(await openNode(digest, prefix, fetchBlock, options))
  let changed = false
  for (const [nibble, group] of groupByNibble(sorted, prefix.length)) {
    const before = node.get(nibble)
    const after = yield* insertIntoItem(before, group, [...prefix, nibble], fetchBlock, options)
    if (before !== undefined && isSameItem(before, after)) continue
    node.set(nibble, after)
    changed = true
  }
  return changed ? yield* storeNode(node) : digest
}

async function* insertIntoItem(
  item: ForestItem | undefined,
  sorted: readonly Uint8Array[],
  prefix: readonly number[],
  fetchBlock: FetchBlock,
  options: ForestOptions,
): AsyncGenerator<StoredObject, ForestItem, void> {
  if (item?.kind === 'node') {
    return { kind: 'node', digest: yield* insert(item.digest, sorted, prefix, fetchBlock, options) }
  }
  return yield* buildItem(sortedSet([...(item?.digests ?? []), ...sorted]), prefix.length, options)
}

function isSameItem(a: ForestItem, b: ForestItem): boolean {
  if (a.kind === 'node') return b.kind === 'node' && equalBytes(a.digest, b.digest)
  return b.kind === 'bucket' && a.digests.length === b.digests.length
}
