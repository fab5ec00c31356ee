import { sha256 } from '#platform'
import { u64 } from '../codec/integers.ts'
import { decodeFrontier, encodeFrontier, type LogPosition } from '../codec/log-positions.ts'
import { decodeOps, encodeOps, type Ops } from '../codec/ops.ts'
import { blockSizeBytes, sizeClasses } from '../codec/size-class.ts'
import { equalBytes } from '../utils/index.ts'
import { type BlockType, blockType } from './block-type.ts'
import { deriveKey, macFramed } from './derive.ts'
import { invalidBlock, openPlaintext, payloadOf } from './open-block.ts'
import { type SealedBlock, sealBlock } from './seal-block.ts'

/** How a sealed part of the log is found: its digest, and the synthetic id from which log keys open it. */
export type LogReference = { digest: Uint8Array; sid: Uint8Array }

/** A sealed part of the log. */
export type SealedLogBlock = SealedBlock & { sid: Uint8Array }

/** Whose log an entry is in, and its place there. */
export type LogPlace = { author: Uint8Array; sequence: number }

/** A frontier belongs to no author; its place is its epoch. */
const noAuthor = new Uint8Array(32)

/**
 * Seals the changes of one log entry. The key depends on the content, so that a cloned device that uses a
 * number twice does not use a key twice. Format: docs/spec/ops.md.
 */
export function sealOps(ops: Ops, logKey: Uint8Array, place: LogPlace): Promise<SealedLogBlock> {
  return sealLogBlock(blockType.ops, encodeOps(ops), logKey, place)
}

/** Opens the changes of one log entry; throws `BLOCK_INVALID` or `OPS_INVALID`. */
export async function openOps(
  reference: LogReference,
  bytes: Uint8Array,
  logKey: Uint8Array,
  place: LogPlace,
): Promise<Ops> {
  const payload = await openLogBlock({ ...reference, type: blockType.ops }, bytes, logKey, place)
  return decodeOps(payload, place.sequence)
}

/** Seals where the logs stood when an epoch began. Format: docs/spec/record.md. */
export function sealFrontier(
  positions: readonly LogPosition[],
  logKey: Uint8Array,
  epoch: number,
): Promise<SealedLogBlock> {
  const place = { author: noAuthor, sequence: epoch }
  return sealLogBlock(blockType.frontier, encodeFrontier(positions), logKey, place)
}

/** Opens a frontier; throws `BLOCK_INVALID` or `FRONTIER_INVALID`. */
export async function openFrontier(
  reference: LogReference,
  bytes: Uint8Array,
  logKey: Uint8Array,
  epoch: number,
): Promise<readonly LogPosition[]> {
  const place = { author: noAuthor, sequence: epoch }
  const payload = await openLogBlock({ ...reference, type: blockType.frontier }, bytes, logKey, place)
  return decodeFrontier(payload)
}

async function sealLogBlock(
  type: BlockType,
  payload: Uint8Array,
  logKey: Uint8Array,
  place: LogPlace,
): Promise<SealedLogBlock> {
  let sid: Uint8Array = noAuthor
  const block = await sealBlock(type, payload, {
    kind: 'derived',
    secretOf: (_header, plaintextDigest) => {
      sid = deriveSid(logKey, place, plaintextDigest)
      return deriveKey(logKey, 'sid-key', sid)
    },
  })
  return { ...block, sid }
}

async function openLogBlock(
  { type, digest, sid }: LogReference & { type: BlockType },
  bytes: Uint8Array,
  logKey: Uint8Array,
  place: LogPlace,
): Promise<Uint8Array> {
  const sizeClass = sizeClasses.find((candidate) => blockSizeBytes(candidate) === bytes.length)
  if (sizeClass === undefined) throw invalidBlock(digest)
  const secret = deriveKey(logKey, 'sid-key', sid)
  const plaintext = await openPlaintext({ digest, secret, sizeClass }, bytes, type)
  if (!equalBytes(sid, deriveSid(logKey, place, await sha256(plaintext)))) throw invalidBlock(digest)
  return payloadOf(plaintext)
}

function deriveSid(logKey: Uint8Array, place: LogPlace, plaintextDigest: Uint8Array): Uint8Array {
  return macFramed(logKey, 'sid', place.author, u64(BigInt(place.sequence)), plaintextDigest)
}
