import { createHash, type Hash } from 'node:crypto'
import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { equalBytes, SpaceError } from '@space/sdk/storage'
import type { BlockIndex } from './block-index.ts'
import { walkFrames } from './frame.ts'
import { type IndexEntry, readIndexFile } from './index-file.ts'
import type { JournalRecord } from './journal.ts'
import type { StorePaths } from './paths.ts'

/** How far a growing pack has been read. */
export type PackPosition = {
  readonly number: number
  end: number
  /** Numbers that the index gave to its blocks, in order. */
  readonly blocks: number[]
  /** Runs over the heads of all frames up to `end`. */
  readonly heads: Hash
}

/** The position at the start of a pack. */
export function startOfPack(number: number): PackPosition {
  return { number, end: 0, blocks: [], heads: createHash('sha256') }
}

/** Indexes a sealed pack from its index file. Returns false if there is no good one. */
export function loadSealedPack(paths: StorePaths, number: number, index: BlockIndex): boolean {
  const file = readIndexFile(paths.index(number))
  if (file === undefined) return false
  const packBytes = statSync(paths.pack(number)).size
  if (packBytes !== file.packBytes) {
    const reason = `it has ${packBytes} bytes, and its index says ${file.packBytes}`
    throw corruptPack(paths, number, Math.min(packBytes, file.packBytes), reason)
  }
  for (const { digest, codec, offset, length } of file.entries) {
    index.set(digest, { codec, pack: number, offset, length })
  }
  return true
}

/** Indexes a sealed pack without an index by hashing all of it. Returns what its index has to say. */
export function scanSealedPack(
  paths: StorePaths,
  number: number,
  index: BlockIndex,
): { packBytes: number; entries: IndexEntry[] } {
  const entries: IndexEntry[] = []
  const fd = openSync(paths.pack(number), 'r')
  try {
    const packBytes = fstatSync(fd).size
    const end = walkFrames(fd, 0, packBytes, { verify: true }, ({ digest, codec, offset, length }) => {
      entries.push({ digest, codec, offset, length })
      index.set(digest, { codec, pack: number, offset, length })
    })
    if (end !== packBytes) throw corruptPack(paths, number, end, 'no whole block begins there')
    return { packBytes, entries }
  } finally {
    closeSync(fd)
  }
}

/** Indexes what a growing pack gained up to a journal record, and compares it with the record. */
export function followPack(
  paths: StorePaths,
  fd: number,
  position: PackPosition,
  record: JournalRecord,
  index: BlockIndex,
): void {
  const from = position.end
  const to = Math.min(record.end, fstatSync(fd).size)
  extendPack(fd, position, to, { verify: false }, index)
  const same =
    position.end === record.end &&
    position.blocks.length === record.count &&
    equalBytes(position.heads.copy().digest(), record.digest)
  if (same) return
  const damage = walkFrames(fd, from, to, { verify: true }, () => {})
  throw corruptPack(paths, position.number, damage, 'its blocks are not those that its journal lists')
}

/** Indexes the good frames of a growing pack up to an offset. */
export function extendPack(
  fd: number,
  position: PackPosition,
  to: number,
  options: { verify: boolean },
  index: BlockIndex,
): void {
  position.end = walkFrames(fd, position.end, to, options, ({ head, digest, codec, offset, length }) => {
    position.heads.update(head)
    position.blocks.push(index.set(digest, { codec, pack: position.number, offset, length }))
  })
}

function corruptPack(paths: StorePaths, number: number, offset: number, reason: string): SpaceError {
  return new SpaceError('STORE_CORRUPT', { path: paths.pack(number), offset, reason })
}
