import { createHash, type Hash } from 'node:crypto'
import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { equalBytes, SpaceError } from '@space/sdk/storage'
import type { BlockIndex } from './block-index.ts'
import { walkFrames } from './frame.ts'
import { type IndexEntry, readIndexFile } from './index-file.ts'
import type { JournalRecord } from './journal.ts'
import type { StorePaths } from './paths.ts'

/** How far a growing segment has been read. */
export type SegmentPosition = {
  readonly number: number
  end: number
  /** Numbers that the index gave to its blocks, in order. */
  readonly blocks: number[]
  /** Runs over the heads of all frames up to `end`. */
  readonly heads: Hash
}

/** The position at the start of a segment. */
export function startOfSegment(number: number): SegmentPosition {
  return { number, end: 0, blocks: [], heads: createHash('sha256') }
}

/** Indexes a sealed segment from its index file. Returns false if there is no good one. */
export function loadSealedSegment(paths: StorePaths, number: number, index: BlockIndex): boolean {
  const file = readIndexFile(paths.index(number))
  if (file === undefined) return false
  const segmentBytes = statSync(paths.segment(number)).size
  if (segmentBytes !== file.segmentBytes) {
    const reason = `it has ${segmentBytes} bytes, and its index says ${file.segmentBytes}`
    throw corruptSegment(paths, number, Math.min(segmentBytes, file.segmentBytes), reason)
  }
  for (const { digest, codec, offset, length } of file.entries) {
    index.set(digest, { codec, segment: number, offset, length })
  }
  return true
}

/** Indexes a sealed segment without an index by hashing all of it. Returns what its index has to say. */
export function scanSealedSegment(
  paths: StorePaths,
  number: number,
  index: BlockIndex,
): { segmentBytes: number; entries: IndexEntry[] } {
  const entries: IndexEntry[] = []
  const fd = openSync(paths.segment(number), 'r')
  try {
    const segmentBytes = fstatSync(fd).size
    const end = walkFrames(fd, 0, segmentBytes, { verify: true }, ({ digest, codec, offset, length }) => {
      entries.push({ digest, codec, offset, length })
      index.set(digest, { codec, segment: number, offset, length })
    })
    if (end !== segmentBytes) throw corruptSegment(paths, number, end, 'no whole block begins there')
    return { segmentBytes, entries }
  } finally {
    closeSync(fd)
  }
}

/** Indexes what a growing segment gained up to a journal record, and compares it with the record. */
export function followSegment(
  paths: StorePaths,
  fd: number,
  position: SegmentPosition,
  record: JournalRecord,
  index: BlockIndex,
): void {
  const from = position.end
  const to = Math.min(record.end, fstatSync(fd).size)
  extendSegment(fd, position, to, { verify: false }, index)
  const same =
    position.end === record.end &&
    position.blocks.length === record.count &&
    equalBytes(position.heads.copy().digest(), record.digest)
  if (same) return
  const damage = walkFrames(fd, from, to, { verify: true }, () => {})
  throw corruptSegment(paths, position.number, damage, 'its blocks are not those that its journal lists')
}

/** Indexes the good frames of a growing segment up to an offset. */
export function extendSegment(
  fd: number,
  position: SegmentPosition,
  to: number,
  options: { verify: boolean },
  index: BlockIndex,
): void {
  position.end = walkFrames(fd, position.end, to, options, ({ head, digest, codec, offset, length }) => {
    position.heads.update(head)
    position.blocks.push(index.set(digest, { codec, segment: position.number, offset, length }))
  })
}

function corruptSegment(paths: StorePaths, number: number, offset: number, reason: string): SpaceError {
  return new SpaceError('STORE_CORRUPT', { path: paths.segment(number), offset, reason })
}
