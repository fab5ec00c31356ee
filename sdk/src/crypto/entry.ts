import { type Author, authorFlag } from '../codec/author-list.ts'
import { decodeEntry, type Entry, encodeEntry, encodeEntryBody, type SignedEntry } from '../codec/entry.ts'
import { frame } from '../codec/frame.ts'
import type { LogPosition } from '../codec/log-positions.ts'
import { SpaceError } from '../errors/index.ts'
import { equalBytes, toHex } from '../utils/index.ts'
import { type StoredObject, storedObject } from './object.ts'
import { sign, signPublicKeyOf, verifySignature } from './signature.ts'

/** An entry whose signature and authority were checked. */
export type VerifiedEntry = SignedEntry & { digest: Uint8Array }

/** What authors of an epoch may do, by public key in hex. */
export type Writers = ReadonlyMap<string, number>

/**
 * Signs the next entry of an author's log. Format: docs/spec/entry.md.
 *
 * @example
 * ```ts
 * const head = makeEntry({ scope, epoch, record, sequence, previous, ops, forest }, authorKey.seed)
 * ```
 */
export function makeEntry(fields: Omit<Entry, 'author'>, authorSeed: Uint8Array): StoredObject {
  const entry = { ...fields, author: signPublicKeyOf(authorSeed) }
  const signature = sign(authorSeed, frame('entry', encodeEntryBody(entry)))
  return storedObject(encodeEntry({ ...entry, signature }))
}

/**
 * Reads an entry from storage: for that folder and epoch, under the record that the chain
 * names, signed by an author who may write. Throws `ENTRY_INVALID`.
 *
 * @example
 * ```ts
 * const entry = verifyEntry(bytes, { scope, epoch, record: digest, writers: writersOf(record.writers) })
 * ```
 */
export function verifyEntry(
  bytes: Uint8Array,
  expected: { scope: Uint8Array; epoch: number; record: Uint8Array; writers: Writers },
): VerifiedEntry {
  const { entry, body } = decodeEntry(bytes)
  if (!equalBytes(entry.scope, expected.scope)) invalid('it is for another folder')
  if (entry.epoch !== expected.epoch) invalid('it is for another epoch')
  if (!equalBytes(entry.record, expected.record)) invalid('it is for another record of the same epoch')
  const flags = expected.writers.get(toHex(entry.author)) ?? 0
  if ((flags & authorFlag.write) === 0) invalid('its author may not write')
  if (entry.admits !== undefined && (flags & authorFlag.admit) === 0)
    invalid('its author may not admit others')
  if (!verifySignature(entry.author, frame('entry', body), entry.signature)) invalid('its signature is wrong')
  return { ...entry, digest: storedObject(bytes).digest }
}

/** The writers of a record, or of an epoch so far with those that a verified entry admits. */
export function writersOf(authors: readonly Author[], before: Writers = new Map()): Writers {
  const writers = new Map(before)
  for (const { author, flags } of authors) {
    const key = toHex(author)
    writers.set(key, (writers.get(key) ?? 0) | flags)
  }
  return writers
}

/** Checks that an entry comes right behind another one of its author. Throws `ENTRY_INVALID`. */
export function checkEntryFollows(entry: Entry, before: LogPosition): void {
  const follows =
    equalBytes(entry.author, before.author) &&
    entry.sequence === before.sequence + 1 &&
    entry.previous !== undefined &&
    equalBytes(entry.previous, before.entry)
  if (!follows) invalid('it does not follow the entry before it')
}

/**
 * Verifies an entry against the frontier with which an epoch began: entries of earlier epochs count up to it
 * and not beyond, entries of that epoch or later continue behind it. Throws `ENTRY_INVALID`.
 */
export function checkFrontier(
  entry: VerifiedEntry,
  frontier: readonly LogPosition[],
  frontierEpoch: number,
): void {
  const cut = frontier.find((position) => equalBytes(position.author, entry.author))
  if (entry.epoch < frontierEpoch) {
    if (cut === undefined || entry.sequence > cut.sequence) invalid('it came after its epoch had ended')
    if (entry.sequence === cut.sequence && !equalBytes(entry.digest, cut.entry)) {
      invalid('the frontier names another entry of that number')
    }
    return
  }
  if (cut === undefined) return
  if (entry.sequence <= cut.sequence) invalid('it is older than the frontier of its epoch')
  if (entry.sequence === cut.sequence + 1) checkEntryFollows(entry, cut)
}

function invalid(reason: string): never {
  throw new SpaceError('ENTRY_INVALID', { reason })
}
