import { type Author, decodeAuthors, encodeAuthors } from './author-list.ts'
import type { CborMap } from './cbor.ts'
import { Shape } from './shape.ts'

/** Longest log entry. */
const ENTRY_MAX_BYTES = 4096

/** One entry of an author's log; the newest one is the author's head. It is stored in clear. */
export type Entry = {
  scope: Uint8Array
  epoch: number
  /** Digest of the record of that epoch. */
  record: Uint8Array
  /** Ed25519 public key of the author. */
  author: Uint8Array
  sequence: number
  /** Digest of the author's entry before this one; absent in the first. */
  previous?: Uint8Array | undefined
  /** Digest and synthetic id of the sealed list of changes. */
  ops: { digest: Uint8Array; sid: Uint8Array }
  /** Digest of the forest root. */
  forest: Uint8Array
  /** Authors that this entry admits. */
  admits?: readonly Author[] | undefined
}

/** An entry and the author's signature. */
export type SignedEntry = Entry & { signature: Uint8Array }

const shape: Shape = new Shape('ENTRY_INVALID')

/** The bytes that the author signs: the entry without its signature (docs/spec/entry.md). */
export function encodeEntryBody(entry: Entry): Uint8Array {
  return shape.encode(entryMap(entry), ENTRY_MAX_BYTES)
}

/** The bytes of an entry. */
export function encodeEntry(entry: SignedEntry): Uint8Array {
  return shape.encode({ ...entryMap(entry), z: entry.signature }, ENTRY_MAX_BYTES)
}

/** Reads an entry and the bytes that its author signed; the signature is not checked here. */
export function decodeEntry(bytes: Uint8Array): { entry: SignedEntry; body: Uint8Array } {
  const map = shape.object(bytes, {
    type: 'entry',
    required: ['f', 'e', 'r', 'a', 's', 'b', 'i', 'g', 'z'],
    optional: ['p', 'j'],
    maxBytes: ENTRY_MAX_BYTES,
  })
  const entry: SignedEntry = {
    scope: shape.bytes(map.f, 'its scope', 32),
    epoch: shape.integer(map.e, 'its epoch', 0xffffffff),
    record: shape.bytes(map.r, 'its record', 32),
    author: shape.bytes(map.a, 'its author', 32),
    sequence: shape.integer(map.s, 'its number'),
    ops: { digest: shape.bytes(map.b, 'its changes', 32), sid: shape.bytes(map.i, 'its synthetic id', 32) },
    forest: shape.bytes(map.g, 'its forest', 32),
    signature: shape.bytes(map.z, 'its signature', 64),
    ...(map.p === undefined ? {} : { previous: shape.bytes(map.p, 'its predecessor', 32) }),
    ...(map.j === undefined ? {} : { admits: decodeAuthors(map.j, shape) }),
  }
  checkEntry(entry)
  const { z: _signature, ...body } = map
  return { entry, body: shape.encode(body) }
}

function entryMap(entry: Entry): CborMap {
  checkEntry(entry)
  return {
    t: 'entry',
    v: 1,
    f: entry.scope,
    e: entry.epoch,
    r: entry.record,
    a: entry.author,
    s: entry.sequence,
    b: entry.ops.digest,
    i: entry.ops.sid,
    g: entry.forest,
    ...(entry.previous === undefined ? {} : { p: entry.previous }),
    ...(entry.admits === undefined ? {} : { j: encodeAuthors(entry.admits, shape) }),
  }
}

function checkEntry(entry: Entry): void {
  shape.check(
    (entry.sequence === 0) === (entry.previous === undefined),
    'every entry but the first names the one before it',
  )
  shape.check(entry.admits?.length !== 0, 'its list of admitted authors is empty')
}
