import { compareBytes } from '../utils/index.ts'
import { type Author, decodeAuthors, encodeAuthors } from './author-list.ts'
import type { CborMap, CborValue } from './cbor.ts'
import { Shape } from './shape.ts'

/** Longest epoch record. */
const RECORD_MAX_BYTES = 65_536

/** Most members of a folder whose record lists a pass for each. */
export const MAX_MEMBERS = 256

/** One epoch of a folder: who reads and writes, and the way back to earlier epochs. It is stored in clear. */
export type EpochRecord = {
  scope: Uint8Array
  epoch: number
  /** Commitment to the epoch's secret. */
  commitment: Uint8Array
  /** Digest of the record before; absent at epoch 0. */
  previous?: Uint8Array | undefined
  /** Digests of the passes known when it was made, sorted. */
  passes: readonly Uint8Array[]
  /** Who may write, sorted. */
  writers: readonly Author[]
  /** Sealed secrets of earlier epochs, the newest first. */
  backLinks: readonly BackLink[]
  /** No link leads behind this epoch. */
  barrier: number
  /** Sealed positions of all logs when the epoch began; absent at epoch 0. */
  frontier?: { digest: Uint8Array; sid: Uint8Array } | undefined
  /** The block of the chain as of which members were read. */
  asOf: { block: number; hash: Uint8Array }
  /** The folder's counter of things taken away, after this advance. */
  narrowed: number
  /** When a writer must have advanced again; 0 if never. */
  dueAtSeconds: number
}

/** The secret of an earlier epoch, sealed under this epoch's. */
export type BackLink = { epoch: number; sealed: Uint8Array }

const shape: Shape = new Shape('RECORD_INVALID')

/** The bytes of a record; its digest is what the chain holds (docs/spec/record.md). */
export function encodeRecord(record: EpochRecord): Uint8Array {
  checkRecord(record)
  const map: CborMap = {
    t: 'epoch',
    v: 1,
    f: record.scope,
    e: record.epoch,
    c: record.commitment,
    l: [...record.passes],
    w: encodeAuthors(record.writers, shape),
    b: record.backLinks.map(({ epoch, sealed }) => [epoch, sealed]),
    y: record.barrier,
    o: record.asOf.block,
    h: record.asOf.hash,
    s: record.narrowed,
    d: record.dueAtSeconds,
    ...(record.previous === undefined ? {} : { p: record.previous }),
    ...(record.frontier === undefined ? {} : { q: [record.frontier.digest, record.frontier.sid] }),
  }
  return shape.encode(map, RECORD_MAX_BYTES)
}

/**
 * Reads a record. `beyondV1` says that it also gives out keys in a way that this version does not know
 * (tree, groups); a reader without a pass there must be newer. Throws `RECORD_INVALID`.
 */
export function decodeRecord(bytes: Uint8Array): EpochRecord & { beyondV1: boolean } {
  const map = shape.object(bytes, {
    type: 'epoch',
    required: ['f', 'e', 'c', 'l', 'w', 'b', 'y', 'o', 'h', 's', 'd'],
    optional: ['p', 'q', 'n', 'u', 'g'],
    maxBytes: RECORD_MAX_BYTES,
  })
  const record: EpochRecord = {
    scope: shape.bytes(map.f, 'its scope', 32),
    epoch: shape.integer(map.e, 'its epoch', 0xffffffff),
    commitment: shape.bytes(map.c, 'its commitment', 32),
    passes: shape.list(map.l, 'its list of passes').map((pass) => shape.bytes(pass, 'a pass', 32)),
    writers: decodeAuthors(map.w, shape),
    backLinks: shape.list(map.b, 'its list of links back').map(decodeBackLink),
    barrier: shape.integer(map.y, 'its barrier'),
    asOf: { block: shape.integer(map.o, 'its block number'), hash: shape.bytes(map.h, 'its block hash', 32) },
    narrowed: shape.integer(map.s, 'its counter', 0xffffffff),
    dueAtSeconds: shape.integer(map.d, 'its due time', 2 ** 40 - 1),
    ...(map.p === undefined ? {} : { previous: shape.bytes(map.p, 'its predecessor', 32) }),
    ...(map.q === undefined ? {} : { frontier: decodeFrontierReference(map.q) }),
  }
  checkRecord(record)
  return { ...record, beyondV1: hasLaterFields(map) }
}

function decodeBackLink(value: CborValue): BackLink {
  const [epoch, sealed] = shape.list(value, 'a link back', 2)
  return {
    epoch: shape.integer(epoch, 'the epoch of a link back'),
    sealed: shape.bytes(sealed, 'a link back', 48),
  }
}

function decodeFrontierReference(value: CborValue): { digest: Uint8Array; sid: Uint8Array } {
  const [digest, sid] = shape.list(value, 'its frontier', 2)
  return {
    digest: shape.bytes(digest, 'its frontier', 32),
    sid: shape.bytes(sid, 'the synthetic id of its frontier', 32),
  }
}

function hasLaterFields(map: CborMap): boolean {
  if (map.n !== undefined) shape.bytes(map.n, 'its tree', 32)
  if (map.u !== undefined) shape.list(map.u, 'its groups')
  if (map.g !== undefined) shape.bytes(map.g, 'its group key', 1216)
  return map.n !== undefined || map.u !== undefined || map.g !== undefined
}

function checkRecord(record: EpochRecord): void {
  const { epoch, barrier, passes, backLinks } = record
  const isFirst = epoch === 0
  shape.check(
    isFirst === (record.previous === undefined),
    'every record but the first names the one before it',
  )
  shape.check(isFirst === (record.frontier === undefined), 'every record but the first has a frontier')
  shape.check(barrier <= epoch, 'its barrier is ahead of it')
  shape.check(passes.length <= MAX_MEMBERS, `it lists more than ${MAX_MEMBERS} passes`)
  shape.ascending(passes, compareBytes, 'its passes')
  shape.ascending(backLinks, (a, b) => b.epoch - a.epoch, 'its links back')
  for (const link of backLinks) {
    shape.check(link.epoch < epoch && link.epoch >= barrier, 'a link back leads nowhere it may')
  }
}
