import { fstatSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/** Size of a journal record. */
export const JOURNAL_RECORD_BYTES = 48

/**
 * A commit: the segment is durable up to `end`. Each record stands alone, so a damaged one costs nothing as long
 * as a later one is whole; and what lies behind the last one is found again by its hashes.
 */
export type JournalRecord = {
  /** Durable bytes of the segment. */
  readonly end: number
  /** Blocks in them. */
  readonly count: number
  /** SHA-256 over the heads of their frames, in order. */
  readonly digest: Uint8Array
}

/** Record: end u64, count u32, digest 32 bytes, CRC-32 (ISO 3309) of these u32; big endian. */
export function encodeJournalRecord(record: JournalRecord): Uint8Array {
  const bytes = Buffer.alloc(JOURNAL_RECORD_BYTES)
  bytes.writeBigUInt64BE(BigInt(record.end), 0)
  bytes.writeUInt32BE(record.count, 8)
  bytes.set(record.digest, 12)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 44)), 44)
  return bytes
}

/** The last whole record at or behind a position, and where the next one goes. */
export function readJournal(
  fd: number,
  position: number,
): { last: JournalRecord | undefined; position: number } {
  const bytes = Buffer.alloc(Math.max(0, fstatSync(fd).size - position))
  const filled = readSync(fd, bytes, 0, bytes.length, position)
  let at = Math.floor(filled / JOURNAL_RECORD_BYTES) * JOURNAL_RECORD_BYTES
  for (; at > 0; at -= JOURNAL_RECORD_BYTES) {
    const record = bytes.subarray(at - JOURNAL_RECORD_BYTES, at)
    if (record.readUInt32BE(44) !== crc32(record.subarray(0, 44))) continue
    const last = {
      end: Number(record.readBigUInt64BE(0)),
      count: record.readUInt32BE(8),
      digest: new Uint8Array(record.subarray(12, 44)),
    }
    return { last, position: position + at }
  }
  return { last: undefined, position }
}
