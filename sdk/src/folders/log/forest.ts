import { decodeForestRoot, encodeForestRoot, type ForestRoot } from '../../codec/forest.ts'
import { decodePass } from '../../codec/pass.ts'
import { buildForest } from '../../crypto/build-forest.ts'
import { insertIntoForest } from '../../crypto/insert-into-forest.ts'
import { type StoredObject, storedObject } from '../../crypto/object.ts'
import { SpaceError } from '../../errors/index.ts'
import { compareBytes, type OperationOptions, toHex } from '../../utils/index.ts'
import { type FolderContext, fetchFrom, fetchObject } from '../context.ts'
import { type FolderSession, newestHead } from './session.ts'

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
  session: Pick<FolderSession, 'context' | 'epoch' | 'heads'>,
  { digests, objects, limit }: ForestAddition,
  options: OperationOptions,
): Promise<{ nodes: StoredObject[]; root: StoredObject }> {
  const { context, epoch, heads } = session
  const before =
    heads.length === 0 ? undefined : await readForestRoot(context, newestHead(session).entry.forest, options)
  const all = uniteSorted(before?.objects ?? [], objects)
  const kept = all.length <= limit ? all : await dropOldPasses(session, all, options)
  if (kept.length > limit) {
    throw new SpaceError('FOREST_FULL', { folder: toHex(epoch.folder), count: kept.length, limit })
  }
  const nodes: StoredObject[] = []
  const write = (node: StoredObject) => void nodes.push(node)
  const { signal } = options
  const fetchBlock = fetchFrom(context.backend)
  const root: ForestRoot = {
    generation: (before?.generation ?? 0) + (kept.length < all.length ? 1 : 0),
    blocks:
      before === undefined
        ? await buildForest(digests, { write, signal })
        : await insertIntoForest(before.blocks, digests, { fetchBlock, write, signal }),
    objects: kept,
  }
  return { nodes, root: storedObject(encodeForestRoot(root)) }
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
  { context, epoch: { state } }: Pick<FolderSession, 'context' | 'epoch'>,
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
