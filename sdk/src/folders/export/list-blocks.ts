import { decodeEntry } from '../../codec/entry.ts'
import { decodePass } from '../../codec/pass.ts'
import type { BlockCodec } from '../../codec/reference.ts'
import type { FetchBlock } from '../../crypto/fetch-block.ts'
import { listForest } from '../../crypto/list-forest.ts'
import { openRecord } from '../../crypto/record.ts'
import { SpaceError } from '../../errors/index.ts'
import type { OperationOptions } from '../../utils/index.ts'
import { type FolderContext, fetchFrom, fetchObject } from '../context.ts'
import type { OpenEpoch } from '../epoch/open-epoch.ts'
import { readForestRoot } from '../log/forest.ts'
import { type FolderSession, newestHead } from '../log/session.ts'

/** A block that belongs into an export; its bytes if they were needed to find others. */
export type ListedBlock = { digest: Uint8Array; codec: BlockCodec; bytes?: Uint8Array }

/**
 * Every block of an export: the records and the entries back to the first, the passes and binds of the members, and
 * whatever the newest head's forest keeps alive. A block may come more than once.
 */
export async function* listBlocks(
  session: Pick<FolderSession, 'context' | 'epoch' | 'heads'>,
  announcedPasses: readonly Uint8Array[],
  options: OperationOptions,
): AsyncGenerator<ListedBlock> {
  const { context, epoch, heads } = session
  yield* listRecords(context, epoch, options)
  for (const { entry } of heads) yield* listEntries(context, entry.digest, options)
  for (const digest of epoch.record.passes) yield* listPass(context, digest, options)
  for (const digest of announcedPasses) yield* listAnnouncedPass(context, digest, options)
  yield* listLiveBlocks(context, newestHead(session).entry.forest, options)
}

async function* listRecords(
  context: FolderContext,
  { record, scope }: OpenEpoch,
  options: OperationOptions,
): AsyncGenerator<ListedBlock> {
  if (record.frontier !== undefined) yield { digest: record.frontier.digest, codec: 'raw' }
  let { epoch } = record
  for (let next: Uint8Array | undefined = record.digest; next !== undefined; epoch--) {
    const digest: Uint8Array = next
    const bytes = await fetchObject(context, digest, options)
    yield { digest, codec: 'dag-cbor', bytes }
    next = openRecord(bytes, { digest, scope, epoch }).previous
  }
}

async function* listEntries(
  context: FolderContext,
  newest: Uint8Array,
  options: OperationOptions,
): AsyncGenerator<ListedBlock> {
  for (let next: Uint8Array | undefined = newest; next !== undefined; ) {
    const bytes: Uint8Array = await fetchObject(context, next, options)
    yield { digest: next, codec: 'dag-cbor', bytes }
    const { entry } = decodeEntry(bytes)
    yield { digest: entry.ops.digest, codec: 'raw' }
    next = entry.previous
  }
}

async function* listPass(
  context: FolderContext,
  digest: Uint8Array,
  options: OperationOptions,
): AsyncGenerator<ListedBlock> {
  const bytes = await fetchObject(context, digest, options)
  const { bind } = decodePass(bytes).pass
  yield { digest, codec: 'dag-cbor', bytes }
  yield { digest: bind, codec: 'dag-cbor', bytes: await fetchObject(context, bind, options) }
}

/** An account that may grant may announce a pass that does not exist: its subject can open nothing, all others can. */
async function* listAnnouncedPass(
  context: FolderContext,
  digest: Uint8Array,
  options: OperationOptions,
): AsyncGenerator<ListedBlock> {
  try {
    yield* listPass(context, digest, options)
  } catch (failure) {
    if (!SpaceError.is(failure, 'BLOCK_MISSING') && !SpaceError.is(failure, 'PASS_INVALID')) throw failure
  }
}

async function* listLiveBlocks(
  context: FolderContext,
  forest: Uint8Array,
  options: OperationOptions,
): AsyncGenerator<ListedBlock> {
  yield { digest: forest, codec: 'dag-cbor' }
  const { blocks, objects } = await readForestRoot(context, forest, options)
  const nodes: ListedBlock[] = []
  const fetchBlock = fetchFrom(context.backend)
  const fetchNode: FetchBlock = async (cid, fetchOptions) => {
    const node = await fetchBlock(cid, fetchOptions)
    // Handed on with the next digest, which the forest gives only when it has found the node to be right.
    nodes.push({ digest: cid.multihash.digest, codec: 'dag-cbor', bytes: node.unverified })
    return node
  }
  const live = listForest(blocks, fetchNode, { signal: options.signal })
  for await (const digest of live) {
    yield* nodes.splice(0)
    yield { digest, codec: 'raw' }
  }
  yield* nodes
  for (const digest of objects) yield { digest, codec: 'dag-cbor' }
}
