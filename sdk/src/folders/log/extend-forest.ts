import { decodeForestRoot, encodeForestRoot, type ForestRoot } from '../../codec/forest.ts'
import { decodePass } from '../../codec/pass.ts'
import { buildForest } from '../../crypto/build-forest.ts'
import { insertIntoForest } from '../../crypto/insert-into-forest.ts'
import { type StoredObject, storedObject } from '../../crypto/object.ts'
import { SpaceError } from '../../errors/index.ts'
import { compareBytes, type OperationOptions, toHex } from '../../utils/index.ts'
import { type FolderContext, fetchFrom, fetchObject } from '../context.ts'
import type { OpenEpoch } from '../epoch/open-epoch.ts'
import type { Head } from './read-head.ts'

/** What storage must keep from now on. */
export type ForestAddition = {
  /** Digests of sealed blocks. */
  digests: readonly Uint8Array[]
  /** Digests of objects in clear. */
  objects: readonly Uint8Array[]
  /** Most objects that the forest may have then. */
  limit: number
}

/**
 * Makes the forest of the next entry. When its list of objects is full, the passes of earlier epochs are left out of
 * it: the newest secret opens those epochs. Throws `FOREST_FULL` when that does not help, before anything is stored.
 */
export async function extendForest(
  context: FolderContext,
  epoch: OpenEpoch,
  head: Head | undefined,
  { digests, objects, limit }: ForestAddition,
  options: OperationOptions,
): Promise<{ nodes: StoredObject[]; root: StoredObject }> {
  const before = head === undefined ? undefined : await readForestRoot(context, head.entry.forest, options)
  const all = uniteSorted(before?.objects ?? [], objects)
  const kept = all.length <= limit ? all : await dropOldPasses(context, epoch, all, options)
  if (kept.length > limit) {
    throw new SpaceError('FOREST_FULL', { folder: toHex(epoch.folder), count: kept.length, limit })
  }
  const generation = (before?.generation ?? 0) + (kept.length < all.length ? 1 : 0)
  const nodes: StoredObject[] = []
  const steps =
    before === undefined
      ? buildForest(digests)
      : insertIntoForest(before.blocks, digests, fetchFrom(context.backend), options)
  for (;;) {
    const step = await steps.next()
    if (step.done) {
      const root: ForestRoot = { generation, blocks: step.value, objects: kept }
      return { nodes, root: storedObject(encodeForestRoot(root)) }
    }
    nodes.push(step.value)
  }
}

/** Reads the list of blocks and objects that an entry keeps alive. */
export async function readForestRoot(
  context: FolderContext,
  digest: Uint8Array,
  options: OperationOptions = {},
): Promise<ForestRoot> {
  return decodeForestRoot(await fetchObject(context, digest, options))
}

async function dropOldPasses(
  context: FolderContext,
  { state }: OpenEpoch,
  objects: readonly Uint8Array[],
  options: OperationOptions,
): Promise<Uint8Array[]> {
  const kept: Uint8Array[] = []
  for (const digest of objects) {
    const epoch = await readPassEpoch(context, digest, options)
    if (epoch === undefined || epoch >= state.epoch) kept.push(digest)
  }
  return kept
}

/** Nothing for what is no pass, or is not here to be looked at. */
async function readPassEpoch(
  context: FolderContext,
  digest: Uint8Array,
  options: OperationOptions,
): Promise<number | undefined> {
  try {
    return decodePass(await fetchObject(context, digest, options)).pass.epoch
  } catch (failure) {
    if (SpaceError.is(failure, 'PASS_INVALID') || SpaceError.is(failure, 'BLOCK_MISSING')) return undefined
    throw failure
  }
}

function uniteSorted(a: readonly Uint8Array[], b: readonly Uint8Array[]): Uint8Array[] {
  const byHex = new Map([...a, ...b].map((digest) => [toHex(digest), digest]))
  return [...byHex.values()].sort(compareBytes)
}
