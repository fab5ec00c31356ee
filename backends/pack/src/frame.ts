import { hash } from 'node:crypto'
import { readSync } from 'node:fs'
import { DAG_CBOR_CODEC, MAX_BLOCK_BYTES, RAW_CODEC } from '@space/sdk/storage'

/** Bytes of a CIDv1 with a SHA-256 hash: version, codec, hash function, length, digest. */
const cidBytes = 36

/** The longest head of a frame: a varint of three bytes and the CID. */
export const MAX_FRAME_HEAD_BYTES = 3 + cidBytes

/** A block in a segment. A frame is one section of a CARv1 body: varint(CID and bytes), CID, bytes. */
export type Frame = {
  /** The varint and the CID. */
  readonly head: Uint8Array
  readonly digest: Uint8Array
  readonly codec: number
  /** Where the bytes of the block begin in the segment. */
  readonly offset: number
  readonly length: number
}

/** The bytes before a block of the given length. */
export function encodeFrameHead(cid: Uint8Array, length: number): Uint8Array {
  const varint: number[] = []
  let rest = cidBytes + length
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) varint.push((rest % 0x80) | 0x80)
  varint.push(rest)
  const head = new Uint8Array(varint.length + cidBytes)
  head.set(varint)
  head.set(cid, varint.length)
  return head
}

/** Reads a frame's head at the start of `bytes`; undefined if there is none that this store writes. */
export function decodeFrameHead(bytes: Uint8Array): Omit<Frame, 'offset'> | undefined {
  let size = 0
  let at = 0
  for (let factor = 1; ; factor *= 0x80) {
    const byte = bytes[at++]
    if (byte === undefined || at > 3) return undefined
    size += (byte & 0x7f) * factor
    if (byte < 0x80) {
      if (byte === 0) return undefined
      break
    }
  }
  const codec = bytes[at + 1]
  const known =
    bytes[at] === 1 &&
    (codec === RAW_CODEC || codec === DAG_CBOR_CODEC) &&
    bytes[at + 2] === 0x12 &&
    bytes[at + 3] === 32
  const length = size - cidBytes
  if (!known || length < 0 || length > MAX_BLOCK_BYTES || bytes.length < at + cidBytes) return undefined
  const head = Uint8Array.prototype.slice.call(bytes, 0, at + cidBytes)
  return { head, digest: head.subarray(at + 4), codec, length }
}

/**
 * Visits the frames of a segment between two offsets, with `verify` only those whose bytes match their hash.
 * Returns the offset behind the last good one: `to`, unless something there is not a whole frame.
 */
export function walkFrames(
  fd: number,
  from: number,
  to: number,
  options: { verify: boolean },
  visit: (frame: Frame) => void,
): number {
  const read = windowReader(fd, to, options.verify ? 4 * MAX_BLOCK_BYTES : 64 * 1024)
  let at = from
  while (at < to) {
    const frame = decodeFrameHead(read(at, MAX_FRAME_HEAD_BYTES))
    if (frame === undefined) break
    const offset = at + frame.head.length
    const end = offset + frame.length
    if (end > to) break
    if (options.verify) {
      const bytes = read(offset, frame.length)
      if (bytes.length !== frame.length || !matchesDigest(bytes, frame.digest)) break
    }
    visit({ ...frame, offset })
    at = end
  }
  return at
}

/** Whether bytes have the given SHA-256 digest. */
export function matchesDigest(bytes: Uint8Array, digest: Uint8Array): boolean {
  return hash('sha256', bytes, 'buffer').equals(digest)
}

/** Reads pieces of a file through one buffer; a piece is shorter only at the end. */
function windowReader(
  fd: number,
  to: number,
  windowBytes: number,
): (at: number, length: number) => Uint8Array {
  const window = Buffer.allocUnsafeSlow(windowBytes)
  let base = 0
  let filled = 0
  return (at, length) => {
    const wanted = Math.min(length, to - at)
    if (at < base || at + wanted > base + filled) {
      base = at
      filled = readSync(fd, window, 0, Math.min(windowBytes, to - at), at)
    }
    return window.subarray(at - base, Math.min(at - base + wanted, filled))
  }
}
