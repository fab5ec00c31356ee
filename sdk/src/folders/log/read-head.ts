import { decodeEntry } from '../../codec/entry.ts'
import type { LogPosition } from '../../codec/log-positions.ts'
import type { Ops } from '../../codec/ops.ts'
import { checkFrontier, type VerifiedEntry, verifyEntry, writersOf } from '../../crypto/entry.ts'
import { deriveEpochKeys, deriveHeadLabel } from '../../crypto/epoch-keys.ts'
import { fetchInto } from '../../crypto/fetch-block.ts'
import { openFrontier } from '../../crypto/log-block.ts'
import { openEarlierEpoch } from '../../crypto/record.ts'
import { SpaceError } from '../../errors/index.ts'
import { compareBytes, type OperationOptions, toHex } from '../../utils/index.ts'
import { type FolderContext, fetchFrom, fetchObject } from '../context.ts'
import type { OpenEpoch } from '../epoch/open-epoch.ts'
import { checkAuthor } from './check-author.ts'
import { readEarlierRecord, readOps } from './read-log.ts'
import type { SeenHeads } from './seen-heads.ts'

/** The newest state of a folder. */
export type Head = {
  entry: VerifiedEntry
  ops: Ops
  /** The entry as the head store holds it; absent when nothing was written in this epoch yet. */
  stored: Uint8Array | undefined
}

/** Where an author's head lies in this epoch. */
export function headLabel({ keys, scope, state }: OpenEpoch, author: Uint8Array): Uint8Array {
  return deriveHeadLabel(keys.tag, scope, state.epoch, author)
}

/**
 * Reads the newest entry. Refuses one that is older than what was seen before or than the frontier of the epoch, and
 * one whose author is no member.
 *
 * Throws `HEAD_MISSING`, `HEAD_ROLLED_BACK`, `HEAD_FORKED`, `ENTRY_INVALID`, `CLAIM_INVALID` or `BLOCK_INVALID`.
 */
export async function readHead(
  context: FolderContext,
  epoch: OpenEpoch,
  seen: SeenHeads,
  options: OperationOptions = {},
): Promise<Head> {
  return (await readHeads(context, epoch, seen, options)).at(-1) as Head
}

/** Reads the newest entry of every writer, the folder's newest last; at least one. Throws what `readHead` throws. */
export async function readHeads(
  context: FolderContext,
  epoch: OpenEpoch,
  seen: SeenHeads,
  options: OperationOptions = {},
): Promise<Head[]> {
  const frontier = await readFrontier(context, epoch, options)
  const found = await Promise.all(
    epoch.record.writers.map(({ author }) => readAuthorHead(context, epoch, author, frontier, seen, options)),
  )
  const heads = found.filter((head) => head !== undefined).sort(compareHeads)
  if (heads.length === 0)
    throw new SpaceError('HEAD_MISSING', { folder: toHex(epoch.folder), epoch: epoch.state.epoch })
  for (const { entry } of heads) {
    if (!seen.isMember(entry.author)) await checkAuthor(context, epoch, entry, options)
    await seen.remember(positionOf(entry))
  }
  return heads
}

/** The place of an entry in its author's log. */
export function positionOf({ author, sequence, digest }: VerifiedEntry): LogPosition {
  return { author, sequence, entry: digest }
}

/** The folder's order of entries: epoch, lamport time, author. */
function compareHeads(a: Head, b: Head): number {
  const byTime = a.entry.epoch - b.entry.epoch || a.ops.lamport - b.ops.lamport
  return byTime || compareBytes(a.entry.author, b.entry.author)
}

async function readFrontier(
  { backend }: FolderContext,
  { record, keys, state }: OpenEpoch,
  { signal }: OperationOptions,
): Promise<readonly LogPosition[]> {
  const { frontier } = record
  if (frontier === undefined) return []
  const open = (bytes: Uint8Array) => openFrontier(frontier, bytes, keys.log, state.epoch)
  return fetchInto(fetchFrom(backend), { digest: frontier.digest, codec: 'raw' }, open, signal)
}

async function readAuthorHead(
  context: FolderContext,
  epoch: OpenEpoch,
  author: Uint8Array,
  frontier: readonly LogPosition[],
  seen: SeenHeads,
  options: OperationOptions,
): Promise<Head | undefined> {
  const stored = await context.backend.heads.get(headLabel(epoch, author), options)
  const cut = frontier.find((position) => compareBytes(position.author, author) === 0)
  if (stored === null) {
    if (cut !== undefined) return readFrontierHead(context, epoch, cut, seen, options)
    seen.checkAbsent(author)
    return undefined
  }
  const { scope, state, record, keys } = epoch
  const writers = writersOf(record.writers)
  const entry = verifyEntry(stored, { scope, epoch: state.epoch, record: record.digest, writers })
  if (compareBytes(entry.author, author) !== 0) {
    throw new SpaceError('ENTRY_INVALID', { reason: 'it lies under the label of another author' })
  }
  checkFrontier(entry, frontier, state.epoch)
  await checkSeen(context, entry, seen, options)
  return { entry, ops: await readOps(context, entry, keys.log, options), stored }
}

/** Walks from an entry back to the one that was seen: a fork must not hide behind a longer log. */
async function checkSeen(
  context: FolderContext,
  entry: VerifiedEntry,
  seen: SeenHeads,
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
  context: FolderContext,
  epoch: OpenEpoch,
  cut: LogPosition,
  seen: SeenHeads,
  options: OperationOptions,
): Promise<Head> {
  seen.check(cut)
  const bytes = await fetchObject(context, cut.entry, options)
  const { entry } = decodeEntry(bytes)
  const records = (number: number) => readEarlierRecord(context, epoch, number, options)
  const record = await records(entry.epoch)
  const secret = await openEarlierEpoch(epoch, entry.epoch, records)
  const writers = writersOf(record.writers)
  const verified = verifyEntry(bytes, {
    scope: epoch.scope,
    epoch: entry.epoch,
    record: record.digest,
    writers,
  })
  checkFrontier(verified, [cut], epoch.state.epoch)
  await checkSeen(context, verified, seen, options)
  const { log } = deriveEpochKeys(epoch.scope, entry.epoch, secret)
  return { entry: verified, ops: await readOps(context, verified, log, options), stored: undefined }
}
