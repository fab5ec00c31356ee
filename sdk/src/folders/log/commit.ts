import { FOREST_MAX_OBJECTS } from '../../codec/forest.ts'
import type { Operation } from '../../codec/ops.ts'
import type { BlockPointer } from '../../codec/pointer.ts'
import { blockCid } from '../../codec/reference.ts'
import { type AuthorKey, deriveAuthorKey } from '../../crypto/author-key.ts'
import { makeClaim } from '../../crypto/claim.ts'
import { makeEntry, type VerifiedEntry, verifyEntry, writersOf } from '../../crypto/entry.ts'
import { sealOps } from '../../crypto/log-block.ts'
import type { StoredObject } from '../../crypto/object.ts'
import { compareBytes, equalBytes, type OperationOptions } from '../../utils/index.ts'
import { storeObjects } from '../context.ts'
import { checkSeal } from '../epoch/check-seal.ts'
import type { OpenEpoch } from '../epoch/open-epoch.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { extendForest } from './forest.ts'
import { headLabel, positionOf } from './read-heads.ts'
import { type FolderSession, newestHead } from './session.ts'

/** Objects that a folder may have when its tree changes; what is above it is for later changes of the key. */
const changesLimit = FOREST_MAX_OBJECTS - 1_000

/** What the next entry says. Every block that it leads to must be durable already. */
export type Change = {
  operations: readonly Operation[]
  root: BlockPointer
  /** Digests of sealed blocks that storage must keep from now on. */
  digests: readonly Uint8Array[]
  /** Digests of objects in clear that storage must keep from now on. */
  objects: readonly Uint8Array[]
  /** The epoch and the heads that the change was made for. */
  basis: Pick<FolderSession, 'epoch' | 'heads'>
}

/**
 * Publishes the next entry of this device's log; the session then has it as its newest head. The contract is asked
 * whether sealing is still right before anything is stored that leads to new content, and again before the head moves.
 * A crash before that leaves the old head.
 *
 * Throws `SEAL_REFUSED`, `FOREST_FULL`, `ENTRY_INVALID` when the epoch does not list this device as a writer, or
 * `HEAD_CONFLICT` when another process of the same device was faster.
 */
export async function commit(
  session: FolderSession<WriterIdentity>,
  change: Change,
  options: OperationOptions = {},
): Promise<void> {
  const { context, identity, seen } = session
  // What the change was made for, not what the session is by now: it may have been refreshed, advanced or committed to.
  const { epoch, heads } = change.basis
  const { backend } = context
  const author = deriveAuthorKey(identity.deviceSecret, epoch.scope)
  const own = heads.find(({ entry }) => equalBytes(entry.author, author.author))
  const others = heads.filter((head) => head !== own)
  const sequence = own === undefined ? 0 : own.entry.sequence + 1
  const ops = {
    lamport: Math.max(0, ...heads.map((head) => head.ops.lamport)) + 1,
    heads: others.map(({ entry }) => positionOf(entry)).sort((a, b) => compareBytes(a.author, b.author)),
    operations: change.operations,
    root: change.root,
    claim: sequence === 0 ? claimOf(identity, epoch, author) : undefined,
  }
  const sealed = await sealOps(ops, epoch.keys.log, { author: author.author, sequence })
  const { record } = epoch
  // What the epoch itself consists of is kept by every entry, so that a crash right after an advance loses nothing.
  const digests = [
    ...change.digests,
    sealed.digest,
    ...(record.frontier === undefined ? [] : [record.frontier.digest]),
  ]
  const objects = [...change.objects, record.digest, ...record.passes]
  if (heads.length > 0) objects.push(newestHead({ heads }).entry.digest)
  // Who is to read and what storage keeps can still be settled when there is no room for changes any more.
  const limit = change.operations.length === 0 ? FOREST_MAX_OBJECTS : changesLimit
  const forest = await extendForest({ context, epoch, heads }, { digests, objects, limit }, options)
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

  // Changes and entry together lead to everything that was uploaded. A member that was removed meanwhile has the key
  // of this epoch's log, so they may not reach storage before the contract was asked, head or no head.
  await checkSeal({ context, identity, epoch })
  await backend.blocks.put({ cid: blockCid(sealed.digest, 'raw'), bytes: sealed.bytes })
  await storeObjects(context, [entry], options)

  await checkSeal({ context, identity, epoch })
  options.signal?.throwIfAborted()
  const replaced = own?.entry.epoch === epoch.state.epoch ? own.stored : undefined
  await backend.heads.compareAndSet(headLabel(epoch, author.author), replaced ?? null, entry.bytes)
  // After an advance meanwhile the session has the heads of another epoch.
  if (session.epoch.state.epoch === epoch.state.epoch) {
    const rest = session.heads.filter((head) => !equalBytes(head.entry.author, author.author))
    session.heads = [...rest, { entry: verified, ops, stored: entry.bytes }]
  }
  await seen.remember(positionOf(verified))
}

/** Publishes which objects storage must keep from now on, without a change of the tree. */
export function keepObjects(
  session: FolderSession<WriterIdentity>,
  objects: readonly Uint8Array[],
  options: OperationOptions = {},
): Promise<void> {
  const { epoch, heads } = session
  const { root } = newestHead(session).ops
  const basis = { epoch, heads }
  return commit(session, { operations: [], root, digests: [], objects, basis }, options)
}

function claimOf({ subject, bind, keys }: WriterIdentity, { scope }: OpenEpoch, { author }: AuthorKey) {
  return makeClaim({ scope, author, subject, bind, signSeed: keys.signSeed })
}

/** Readers would refuse an entry of an author that may not write; so does the writer. */
function verifyOwn(entry: StoredObject, { scope, state, record }: OpenEpoch): VerifiedEntry {
  const writers = writersOf(record.writers)
  return verifyEntry(entry.bytes, { scope, epoch: state.epoch, record: record.digest, writers })
}
