import { FOREST_MAX_OBJECTS } from '../../codec/forest.ts'
import type { Operation } from '../../codec/ops.ts'
import type { BlockPointer } from '../../codec/pointer.ts'
import { blockCid } from '../../codec/reference.ts'
import { type AuthorKey, deriveAuthorKey } from '../../crypto/author-key.ts'
import { makeClaim } from '../../crypto/claim.ts'
import { makeEntry, type VerifiedEntry, verifyEntry, writersOf } from '../../crypto/entry.ts'
import { sealOps } from '../../crypto/log-block.ts'
import type { StoredObject } from '../../crypto/object.ts'
import { compareBytes, type OperationOptions } from '../../utils/index.ts'
import { type FolderContext, storeObjects } from '../context.ts'
import { checkSeal } from '../epoch/check-seal.ts'
import type { OpenEpoch } from '../epoch/open-epoch.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { extendForest } from './extend-forest.ts'
import { type Head, headLabel, positionOf } from './read-head.ts'
import type { SeenHeads } from './seen-heads.ts'

/** Objects that a folder may have when its tree changes; what is above it is for later changes of the key. */
const changesLimit = FOREST_MAX_OBJECTS - 1_000

/** What the next entry says. Every block that it leads to must be durable already. */
export type CommitInput = {
  operations: readonly Operation[]
  root: BlockPointer
  /** Digests of sealed blocks that storage must keep from now on. */
  digests: readonly Uint8Array[]
  /** Digests of objects in clear that storage must keep from now on. */
  objects: readonly Uint8Array[]
}

/**
 * Publishes the next entry of this device's log. The chain is asked whether sealing is still right before anything
 * is stored that leads to new content, and again before the head moves. A crash before that leaves the old head.
 *
 * Throws `SEAL_REFUSED`, `FOREST_FULL`, `ENTRY_INVALID` when the epoch does not list this device as a writer, or `HEAD_CONFLICT`
 * when another process of the same device was faster.
 */
export async function commit(
  context: FolderContext,
  identity: WriterIdentity,
  epoch: OpenEpoch,
  head: Head | undefined,
  seen: SeenHeads,
  input: CommitInput,
  options: OperationOptions = {},
): Promise<Head> {
  const author = deriveAuthorKey(identity.deviceSecret, epoch.scope)
  const own = head !== undefined && compareBytes(head.entry.author, author.author) === 0 ? head : undefined
  const sequence = own === undefined ? 0 : own.entry.sequence + 1
  const ops = {
    lamport: (head?.ops.lamport ?? 0) + 1,
    heads: head === undefined || own !== undefined ? [] : [positionOf(head.entry)],
    operations: input.operations,
    root: input.root,
    claim: sequence === 0 ? claimOf(identity, epoch, author) : undefined,
  }
  const sealed = await sealOps(ops, epoch.keys.log, author.author, sequence)
  const { record } = epoch
  // What the epoch itself consists of is kept by every entry, so that a crash right after an advance loses nothing.
  const digests = [
    ...input.digests,
    sealed.digest,
    ...(record.frontier === undefined ? [] : [record.frontier.digest]),
  ]
  const objects = [...input.objects, record.digest, ...record.passes]
  if (head !== undefined) objects.push(head.entry.digest)
  // Who is to read and what storage keeps can still be settled when there is no room for changes any more.
  const limit = input.operations.length === 0 ? FOREST_MAX_OBJECTS : changesLimit
  const forest = await extendForest(context, epoch, head, { digests, objects, limit }, options)
  const fields = {
    scope: epoch.scope,
    epoch: epoch.state.epoch,
    record: record.digest,
    sequence,
    previous: own?.entry.digest,
    ops: { digest: sealed.digest, sid: sealed.sid },
    forest: forest.root.digest,
  }
  const entry = makeEntry(fields, author.seed)
  const verified = verifyOwn(entry, epoch)
  await storeObjects(context, [...forest.nodes, forest.root], options)

  // Changes and entry together lead to everything that was uploaded. Whoever was removed meanwhile has the key of
  // this epoch's log, so they may not reach storage before the chain was asked, head or no head.
  await checkSeal(context, identity, epoch)
  await context.backend.blocks.put({ cid: blockCid(sealed.digest, 'raw'), bytes: sealed.bytes })
  await storeObjects(context, [entry], options)

  await checkSeal(context, identity, epoch)
  options.signal?.throwIfAborted()
  const replaced = own?.entry.epoch === epoch.state.epoch ? own.stored : undefined
  await context.backend.heads.compareAndSet(headLabel(epoch, author.author), replaced ?? null, entry.bytes)
  await seen.remember(positionOf(verified))
  return { entry: verified, ops, stored: entry.bytes }
}

function claimOf({ subject, bind, keys }: WriterIdentity, { scope }: OpenEpoch, { author }: AuthorKey) {
  return makeClaim({ scope, author, subject, bind, signSeed: keys.signSeed })
}

/** Readers would refuse an entry of somebody who may not write; so does the writer. */
function verifyOwn(entry: StoredObject, { scope, state, record }: OpenEpoch): VerifiedEntry {
  const writers = writersOf(record.writers)
  return verifyEntry(entry.bytes, { scope, epoch: state.epoch, record: record.digest, writers })
}
