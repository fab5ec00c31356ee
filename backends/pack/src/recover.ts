import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, rmSync } from 'node:fs'
import type { BlockIndex } from './block-index.ts'
import { writeIndexFile } from './index-file.ts'
import { readJournal } from './journal.ts'
import {
  extendSegment,
  followSegment,
  loadSealedSegment,
  type SegmentPosition,
  scanSealedSegment,
  startOfSegment,
} from './load-segment.ts'
import { listSegments, type StorePaths } from './paths.ts'

/** The segment that a writer goes on with. */
export type OpenSegment = {
  readonly position: SegmentPosition
  readonly segmentFd: number
  readonly journalFd: number
  /** Bytes of the segment that the journal covers. */
  readonly committed: number
  /** Where the next journal record goes. */
  readonly journalAt: number
}

/**
 * Indexes all segments for a writer and puts in order what a crash left: an index that is missing is built again,
 * and of the segment that was growing everything that the journal lists is kept, and behind it every block that
 * is whole (its hash says so). The rest is cut off: it was never reported durable.
 */
export function recoverSegments(paths: StorePaths, index: BlockIndex): OpenSegment | undefined {
  const { numbers } = listSegments(paths)
  const last = numbers.at(-1)
  for (const number of numbers) {
    if (loadSealedSegment(paths, number, index)) {
      rmSync(paths.journal(number), { force: true })
    } else if (number === last && existsSync(paths.journal(number))) {
      return recoverGrowingSegment(paths, number, index)
    } else {
      const { segmentBytes, entries } = scanSealedSegment(paths, number, index)
      writeIndexFile(paths.index(number), segmentBytes, entries)
    }
  }
  return undefined
}

function recoverGrowingSegment(paths: StorePaths, number: number, index: BlockIndex): OpenSegment {
  const segmentFd = openSync(paths.segment(number), 'r+')
  let journalFd: number | undefined
  try {
    journalFd = openSync(paths.journal(number), 'r+')
    const position = startOfSegment(number)
    const { last, position: journalAt } = readJournal(journalFd, 0)
    if (last !== undefined) followSegment(paths, segmentFd, position, last, index)
    const segmentBytes = fstatSync(segmentFd).size
    const committed = position.end
    extendSegment(segmentFd, position, segmentBytes, { verify: true }, index)
    if (position.end < segmentBytes) ftruncateSync(segmentFd, position.end)
    ftruncateSync(journalFd, journalAt)
    return { position, segmentFd, journalFd, committed, journalAt }
  } catch (error) {
    closeSync(segmentFd)
    if (journalFd !== undefined) closeSync(journalFd)
    throw error
  }
}
