import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { errnoOf } from '@space/sdk/node'
import { equalBytes } from '@space/sdk/storage'
import { replaceFile } from './durable-files.ts'

const magic = new TextEncoder().encode('SPACEIX1')
const headBytes = 16
const entryBytes = 41
const trailerBytes = 32

/** A block of a sealed segment. */
export type IndexEntry = {
  readonly digest: Uint8Array
  readonly codec: number
  readonly offset: number
  readonly length: number
}

/** What the index of a sealed segment says. */
export type IndexFile = {
  /** Size of the segment. */
  readonly segmentBytes: number
  readonly entries: Iterable<IndexEntry>
}

/**
 * Writes the index of a sealed segment: "SPACEIX1", size of the segment u32, count u32, per block in the order of
 * the segment codec u8, digest 32 bytes, offset u32, length u32, then SHA-256 of all this; big endian.
 */
export function writeIndexFile(path: string, segmentBytes: number, entries: readonly IndexEntry[]): void {
  const bytes = Buffer.alloc(headBytes + entries.length * entryBytes)
  bytes.set(magic)
  bytes.writeUInt32BE(segmentBytes, 8)
  bytes.writeUInt32BE(entries.length, 12)
  let at = headBytes
  for (const { codec, digest, offset, length } of entries) {
    bytes.writeUInt8(codec, at)
    bytes.set(digest, at + 1)
    bytes.writeUInt32BE(offset, at + 33)
    bytes.writeUInt32BE(length, at + 37)
    at += entryBytes
  }
  replaceFile(path, [bytes, hash('sha256', bytes, 'buffer')])
}

/** Reads the index of a sealed segment; undefined if it is not there, or damaged and to be built again. */
export function readIndexFile(path: string): IndexFile | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
  const body = bytes.subarray(0, Math.max(0, bytes.length - trailerBytes))
  const whole =
    body.length >= headBytes &&
    equalBytes(body.subarray(0, magic.length), magic) &&
    equalBytes(bytes.subarray(body.length), hash('sha256', body, 'buffer')) &&
    body.length === headBytes + body.readUInt32BE(12) * entryBytes
  return whole ? { segmentBytes: body.readUInt32BE(8), entries: decodeEntries(body) } : undefined
}

function* decodeEntries(body: Buffer): Generator<IndexEntry, void, undefined> {
  for (let at = headBytes; at < body.length; at += entryBytes) {
    yield {
      codec: body.readUInt8(at),
      digest: body.subarray(at + 1, at + 33),
      offset: body.readUInt32BE(at + 33),
      length: body.readUInt32BE(at + 37),
    }
  }
}
