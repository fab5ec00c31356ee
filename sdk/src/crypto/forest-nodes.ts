import { sha256 } from '#platform'
import { decodeForestNode, encodeForestNode, type ForestNode, nibbleAt } from '../codec/forest.ts'
import { SpaceError } from '../errors/index.ts'
import { compareBytes, equalBytes } from '../utils/index.ts'
import { type FetchBlock, fetchInto } from './fetch-block.ts'
import type { ObjectSink } from './object.ts'

/** Options of all that read a forest. */
export type ForestOptions = { signal?: AbortSignal | undefined }

/** Options of all that build a forest. */
export type BuildForestOptions = ForestOptions & {
  /** Takes the new nodes, each before the one above it. */
  write: ObjectSink
}

/** Fetches the node below a prefix of nibbles; throws `FOREST_INVALID`. */
export function openNode(
  digest: Uint8Array,
  prefix: readonly number[],
  fetchBlock: FetchBlock,
  { signal }: ForestOptions,
): Promise<ForestNode> {
  const open = async (bytes: Uint8Array) => {
    if (!equalBytes(await sha256(bytes), digest)) invalidForest('a node is not the one that was named')
    return decodeForestNode(bytes, prefix)
  }
  return fetchInto(fetchBlock, { digest, codec: 'dag-cbor' }, open, signal)
}

/** Writes a node and gives its digest. */
export async function writeNode(node: ForestNode, write: ObjectSink): Promise<Uint8Array> {
  const bytes = encodeForestNode(node)
  const digest = await sha256(bytes)
  await write({ digest, bytes })
  return digest
}

/** Digests in ascending order, each once. */
export function sortedSet(digests: Iterable<Uint8Array>): readonly Uint8Array[] {
  const sorted = [...digests].toSorted(compareBytes)
  return sorted.filter((digest, i) => i === 0 || !equalBytes(digest, sorted[i - 1] as Uint8Array))
}

/** Digests by their nibble at a depth; the order stays. */
export function groupByNibble(sorted: readonly Uint8Array[], depth: number): Map<number, Uint8Array[]> {
  return Map.groupBy(sorted, (digest) => nibbleAt(digest, depth))
}

/** The error of a forest that cannot be right. */
export function invalidForest(reason: string): never {
  throw new SpaceError('FOREST_INVALID', { reason })
}
