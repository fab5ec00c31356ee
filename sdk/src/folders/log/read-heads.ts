import { decodeEntry } from '../../codec/entry.ts'
import type { LogPosition } from '../../codec/log-positions.ts'
import type { Ops } from '../../codec/ops.ts'
import { checkFrontier, type VerifiedEntry, verifyEntry, writersOf } from '../../crypto/entry.ts'
import { deriveHeadLabel } from '../../crypto/epoch-keys.ts'
import { fetchInto } from '../../crypto/fetch-block.ts'
import { openFrontier } from '../../crypto/log-block.ts'
import { SpaceError } from '../../errors/index.ts'
import { compareBytes, equalBytes, type OperationOptions, toHex } from '../../utils/index.ts'
import { fetchFrom, fetchObject } from '../context.ts'
import { openEarlier } from '../epoch/earlier-epoch.ts'
import type { EpochSession, OpenEpoch } from '../epoch/open-epoch.ts'
import { checkAuthor } from './check-author.ts'
import { readOps } from './read-ops.ts'
import type { SeenHeads } from './seen-heads.ts'

/** The newest entry of one writer. */
export type Head = {
  entry: VerifiedEntry
  ops: Ops
  /** The entry as the head store holds it; absent when the author wrote nothing in this epoch yet. */
  stored: Uint8Array | undefined
}

/** Where heads are read from, and what was seen of them. */
type HeadSource = Pick<EpochSession, 'context' | 'epoch'> & { seen: SeenHeads }

/** The label under which an author's head of this epoch is stored. */
export function headLabel({ keys, scope, state }: OpenEpoch, author: Uint8Array): Uint8Array {
  return deriveHeadLabel(keys.tag, scope, state.epoch, author)
}

/** The place of an entry in its author's log. */
export function positionOf({ author, sequence, digest }: VerifiedEntry): LogPosition {
  return { author, sequence, entry: digest }
}

/**
 * Reads the newest entry of every writer, the folder's newest last; at least one. Refuses an entry that is older than
 * what was seen before or than the frontier of the epoch, and one whose author is no member.
 *
 * Throws `HEAD_MISSING`, `HEAD_ROLLED_BACK`, `HEAD_FORKED`, `ENTRY_INVALID`, `CLAIM_INVALID` or `BLOCK_INVALID`.
 */
export async function readHeads(source: HeadSource, options: OperationOptions = {}): Promise<Head[]> {
  const { epoch, seen } = source
  const frontier = await readFrontier(source, options)
  const found = await Promise.all(
    epoch.record.writers.map(({ author }) => readAuthorHead(source, author, frontier, options)),
  )
  const heads = found.filter((head) => head !== undefined).sort(compareHeads)
  if (heads.length === 0)
    throw new SpaceError('HEAD_MISSING', { folder: toHex(epoch.folder), epoch: epoch.state.epoch })
  for (const { entry } of heads) {
    if (!seen.isMember(entry.author)) await checkAuthor(source, entry, options)
    await seen.remember(positionOf(entry))
  }
  return heads
}

/** The folder's order of entries: epoch, lamport time, author. */
function compareHeads(a: Head, b: Head): number {
  const byTime = a.entry.epoch - b.entry.epoch || a.ops.lamport - b.ops.lamport
  return byTime || compareBytes(a.entry.author, b.entry.author)
}

async function readFrontier(
  { context, epoch }: HeadSource,
  { signal }: OperationOptions,
): Promise<readonly LogPosition[]> {
  const { record, keys, state } = epoch
  const { frontier } = record
  if (frontier === undefined) return []
  const open = (bytes: Uint8Array) => openFrontier(frontier, bytes, keys.log, state.epoch)
  const block = { digest: frontier.digest, codec: 'raw' as const }
  return fetchInto(fetchFrom(context.backend), block, open, signal)
}

async function readAuthorHead(
  source: HeadSource,
  author: Uint8Array,
  frontier: readonly LogPosition[],
  options: OperationOptions,
): Promise<Head | undefined> {
  const { context, epoch, seen } = source
  const stored = await context.backend.heads.get(headLabel(epoch, author), options)
  if (stored === null) {
    const cut = frontier.find((position) => equalBytes(position.author, author))
    if (cut !== undefined) return readFrontierHead(source, cut, options)
    seen.checkAbsent(author)
    return undefined
  }
  const { scope, state, record, keys } = epoch
  const writers = writersOf(record.writers)
  const entry = verifyEntry(stored, { scope, epoch: state.epoch, record: record.digest, writers })
  if (!equalBytes(entry.author, author)) {
    throw new SpaceError('ENTRY_INVALID', { reason: 'it is stored under the label of another author' })
  }
  checkFrontier(entry, frontier, state.epoch)
  await checkSeen(source, entry, options)
  return { entry, ops: await readOps(context, entry, keys.log, options), stored }
}

/** Walks from an entry back to the one that was seen: a fork must not hide behind a longer log. */
async function checkSeen(
  { context, seen }: HeadSource,
  entry: VerifiedEntry,
  options: OperationOptions,
): Promise<void> {
  seen.check(positionOf(entry))
  const { author } = entry
  let { sequence, previous } = entry
  const known = seen.sequenceOf(author) ?? sequence
  while (sequence > known && previous !== undefined) {
    sequence -= 1
    if (sequence === known) seen.check({ author, sequence, entry: previous })
    else previous = decodeEntry(await fetchObject(context, previous, options)).entry.previous
  }
}

/** Nothing was written in this epoch: the author's newest entry is the one that the frontier names. */
async function readFrontierHead(
  source: HeadSource,
  cut: LogPosition,
  options: OperationOptions,
): Promise<Head> {
  const { context, epoch, seen } = source
  seen.check(cut)
  const bytes = await fetchObject(context, cut.entry, options)
  const { entry } = decodeEntry(bytes)
  const { record, keys } = await openEarlier(source, entry.epoch, options)
  const verified = verifyEntry(bytes, {
    scope: epoch.scope,
    epoch: entry.epoch,
    record: record.digest,
    writers: writersOf(record.writers),
  })
  checkFrontier(verified, [cut], epoch.state.epoch)
  await checkSeen(source, verified, options)
  return { entry: verified, ops: await readOps(context, verified, keys.log, options), stored: undefined }
}
