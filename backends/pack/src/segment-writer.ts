import { closeSync, constants, fdatasync, openSync, rmSync } from 'node:fs'
import { asStoreError, syncDirectory, withStoreErrors } from '@space/sdk/node'
import type { Block } from '@space/sdk/storage'
import type { BlockIndex, BlockLocation } from './block-index.ts'
import { FILE_MODE, writeAllAt } from './durable-files.ts'
import { encodeFrameHead } from './frame.ts'
import { writeIndexFile } from './index-file.ts'
import { encodeJournalRecord, JOURNAL_RECORD_BYTES } from './journal.ts'
import { startOfSegment } from './load-segment.ts'
import { listSegments, type StorePaths } from './paths.ts'
import type { OpenSegment } from './recover.ts'
import { SegmentTail } from './segment-tail.ts'

/** When a writer makes blocks durable on its own: never, in groups, or before each call resolves. */
export type Durability = 'none' | 'batch' | 'always'

const commitBytes = 64 * 1024 * 1024
const commitDelayMs = 1000

type GrowingSegment = { -readonly [Key in keyof OpenSegment]: OpenSegment[Key] } & {
  readonly tail: SegmentTail
}

/**
 * Appends blocks to the growing segment and commits them: write, fdatasync, journal record. Only one exists per store,
 * under its lock. A write that fails for want of space loses nothing and may be repeated.
 */
export class SegmentWriter {
  readonly #paths: StorePaths
  readonly #index: BlockIndex
  readonly #durability: Durability
  readonly #segmentBytes: number
  #segment: GrowingSegment | undefined
  #rolling: Promise<void> | undefined
  #running: Promise<void> = Promise.resolve()
  #waiting: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #failure: unknown
  readonly #observers = new Set<() => () => void>()

  constructor(
    paths: StorePaths,
    index: BlockIndex,
    options: { durability: Durability; segmentBytes: number; segment: OpenSegment | undefined },
  ) {
    this.#paths = paths
    this.#index = index
    this.#durability = options.durability
    this.#segmentBytes = options.segmentBytes
    this.#segment = options.segment && withTail(options.segment)
  }

  /** What to wait for before a block of this size is appended; then ask again. Undefined: go on. */
  admit(sizeBytes: number): Promise<void> | undefined {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#rolling !== undefined) return this.#rolling
    const segment = this.#segment
    if (
      segment === undefined ||
      (segment.position.end > 0 && segment.position.end + sizeBytes > this.#segmentBytes)
    ) {
      this.#rolling = this.#roll().finally(() => {
        this.#rolling = undefined
      })
      return this.#rolling
    }
    const pendingBytes = segment.position.end - segment.committed
    if (this.#durability !== 'none' && pendingBytes >= commitBytes) {
      const commit = this.commit()
      if (pendingBytes >= 2 * commitBytes) return commit
      this.#ignore(commit)
    }
    const room = segment.tail.admit(sizeBytes)
    return room && this.#report(room, segment)
  }

  /** Appends a block that is not there yet. From then on it can be read here; `commit` makes it durable. */
  append({ cid, bytes }: Block): void {
    const segment = this.#segment as GrowingSegment
    const head = encodeFrameHead(cid.bytes, bytes.length)
    segment.tail.append(head, bytes)
    const { position } = segment
    const offset = position.end + head.length
    const location = { codec: cid.code, segment: position.number, offset, length: bytes.length }
    position.blocks.push(this.#index.set(cid.multihash.digest, location))
    position.heads.update(head)
    position.end += head.length + bytes.length
    if (this.#durability === 'batch') this.#timer ??= this.#commitLater()
  }

  /** A copy of a part of a segment, if its file does not hold it yet. */
  find({ segment, offset, length }: Omit<BlockLocation, 'codec'>): Uint8Array | undefined {
    return this.#segment?.position.number === segment ? this.#segment.tail.find(offset, length) : undefined
  }

  /** Resolves when all that was appended before the call is durable. Calls share their work. */
  commit(): Promise<void> {
    if (this.#waiting === undefined) {
      const previous = this.#running
      this.#waiting = previous
        .catch(() => {})
        .then(() => {
          this.#waiting = undefined
          return this.#commitNow()
        })
      this.#running = this.#waiting
    }
    return this.#waiting
  }

  /** Calls `begin` when a commit begins, and what that returns when it is durable. Returns how to stop. */
  observe(begin: () => () => void): () => void {
    this.#observers.add(begin)
    return () => this.#observers.delete(begin)
  }

  /** Commits and lets go of the files, which it also does when the commit fails. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    try {
      await this.#rolling?.catch(() => {})
      await this.commit()
    } finally {
      clearTimeout(this.#timer)
      if (this.#segment !== undefined) {
        await this.#segment.tail.settle()
        closeSync(this.#segment.segmentFd)
        closeSync(this.#segment.journalFd)
        this.#segment = undefined
      }
    }
  }

  async #commitNow(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure
    const segment = this.#segment
    if (segment === undefined || segment.committed === segment.position.end) return
    const { position } = segment
    const digest = position.heads.copy().digest()
    const record = { end: position.end, count: position.blocks.length, digest }
    const finishers = [...this.#observers].map((begin) => begin())
    await this.#report(segment.tail.write(), segment)
    try {
      await syncData(segment.segmentFd)
    } catch (error) {
      // After a failed fdatasync nobody knows which pages reached the disk: only opening again finds out.
      this.#failure = asStoreError(error, this.#paths.root, this.#paths.segment(position.number))
      throw this.#failure
    }
    // The journal needs no fdatasync: what it misses after a power cut, recovery finds by hashing.
    withStoreErrors(this.#paths.root, this.#paths.journal(position.number), () =>
      writeAllAt(segment.journalFd, [encodeJournalRecord(record)], segment.journalAt),
    )
    segment.journalAt += JOURNAL_RECORD_BYTES
    segment.committed = record.end
    for (const finish of finishers) finish()
  }

  #report(write: Promise<void>, { position }: GrowingSegment): Promise<void> {
    return write.catch((error) => {
      throw asStoreError(error, this.#paths.root, this.#paths.segment(position.number))
    })
  }

  async #roll(): Promise<void> {
    const segment = this.#segment
    if (segment !== undefined) {
      while (segment.committed !== segment.position.end) await this.commit()
      this.#seal(segment)
    }
    this.#segment = this.#createSegment()
  }

  #seal(segment: GrowingSegment): void {
    const { number, end, blocks } = segment.position
    const path = this.#paths.index(number)
    withStoreErrors(this.#paths.root, path, () => {
      const entries = blocks.map((block) => ({
        ...this.#index.at(block),
        digest: this.#index.digestAt(block),
      }))
      writeIndexFile(path, end, entries)
      this.#segment = undefined
      closeSync(segment.segmentFd)
      closeSync(segment.journalFd)
      rmSync(this.#paths.journal(number))
    })
  }

  #createSegment(): GrowingSegment {
    return withStoreErrors(this.#paths.root, this.#paths.segments, () => {
      const number = listSegments(this.#paths).next
      const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL
      const segmentFd = openSync(this.#paths.segment(number), flags, FILE_MODE)
      let journalFd: number | undefined
      try {
        journalFd = openSync(this.#paths.journal(number), flags, FILE_MODE)
        syncDirectory(this.#paths.segments)
        return withTail({
          position: startOfSegment(number),
          segmentFd,
          journalFd,
          committed: 0,
          journalAt: 0,
        })
      } catch (error) {
        closeSync(segmentFd)
        if (journalFd !== undefined) closeSync(journalFd)
        rmSync(this.#paths.segment(number), { force: true })
        rmSync(this.#paths.journal(number), { force: true })
        throw error
      }
    })
  }

  #commitLater(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#timer = undefined
      this.#ignore(this.commit())
    }, commitDelayMs)
  }

  /** A commit that nobody waits for: if it fails, so does the next one, which somebody waits for. */
  #ignore(commit: Promise<void>): void {
    commit.catch(() => {})
  }
}

function withTail(segment: OpenSegment): GrowingSegment {
  return { ...segment, tail: new SegmentTail(segment.segmentFd, segment.position.end) }
}

/** fdatasync outside of the main thread, so that the next group is prepared meanwhile. */
function syncData(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(fd, (error) => (error === null ? resolve() : reject(error)))
  })
}
