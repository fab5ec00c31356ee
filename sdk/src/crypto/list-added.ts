import type { ForestItem } from '../codec/forest.ts'
import { equalBytes } from '../utils/index.ts'
import type { FetchBlock } from './fetch-block.ts'
import { type ForestOptions, invalidForest, openNode } from './forest-nodes.ts'
import { listItem } from './list-forest.ts'

/**
 * The digests that a newer forest has and an older one has not; fetches only what differs.
 * Throws `FOREST_INVALID` if the newer one lacks anything of the older.
 *
 * @example
 * ```ts
 * for await (const digest of listAdded(oldRoot, newRoot, fetchBlock)) check(digest)
 * ```
 */
export async function* listAdded(
  older: Uint8Array,
  newer: Uint8Array,
  fetchBlock: FetchBlock,
  options: ForestOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  yield* added({ kind: 'node', digest: older }, { kind: 'node', digest: newer }, [], fetchBlock, options)
}

async function* added(
  older: ForestItem | undefined,
  newer: ForestItem | undefined,
  prefix: readonly number[],
  fetchBlock: FetchBlock,
  options: ForestOptions,
): AsyncGenerator<Uint8Array, void, void> {
  if (older === undefined && newer !== undefined) {
    yield* listItem(newer, prefix, fetchBlock, options)
  } else if (newer === undefined || (older?.kind === 'node' && newer.kind === 'bucket')) {
    invalidForest('blocks that were in it before are missing')
  } else if (older?.kind === 'node' && newer.kind === 'node') {
    if (equalBytes(older.digest, newer.digest)) return
    const before = await openNode(older.digest, prefix, fetchBlock, options)
    const after = await openNode(newer.digest, prefix, fetchBlock, options)
    for (let nibble = 0; nibble < 16; nibble++) {
      const [a, b] = [before.get(nibble), after.get(nibble)]
      if (a !== undefined || b !== undefined) yield* added(a, b, [...prefix, nibble], fetchBlock, options)
    }
  } else if (older?.kind === 'bucket') {
    yield* addedToBucket(older.digests, listItem(newer, prefix, fetchBlock, options))
  }
}

async function* addedToBucket(
  older: readonly Uint8Array[],
  newer: AsyncGenerator<Uint8Array, void, void>,
): AsyncGenerator<Uint8Array, void, void> {
  let found = 0
  for await (const digest of newer) {
    if (older.some((before) => equalBytes(before, digest))) found += 1
    else yield digest
  }
  if (found !== older.length) invalidForest('blocks that were in it before are missing')
}
