import { closeSync, constants, fdatasync, openSync, rmSync } from 'node:fs'
import type { Block } from '../types.ts'
import type { BlockIndex } from './block-index.ts'
import { cutFile, FILE_MODE, syncDirectory, writeAllAt } from './durable-files.ts'
import { encodeFrameHead } from './frame.ts'
import { writeIndexFile } from './index-file.ts'
import { asStoreError, withStoreErrors } from './io-errors.ts'
import { encodeJournalRecord, JOURNAL_RECORD_BYTES } from './journal.ts'
import { startOfPack } from './load-pack.ts'
import { listPacks, type StorePaths } from './paths.ts'
import type { OpenPack } from './recover.ts'

/** When a writer makes blocks durable on its own: never, in groups, or before each call resolves. */
export type Durability = 'none' | 'batch' | 'always'

const groupBytes = 1024 * 1024
/** Blocks from this size on go to the file as they are; smaller ones are gathered into groups. */
const directBytes = 128 * 1024
const commitBytes = 64 * 1024 * 1024
const commitDelayMs = 1000

type GrowingPack = { -readonly [Key in keyof OpenPack]: OpenPack[Key] }

/**
 * Appends blocks to the growing pack and commits them in groups: write, fdatasync, journal record. Only one
 * exists per store, under its lock. A write that fails for want of space changes nothing and may be repeated.
 */
export class PackWriter {
  readonly #paths: StorePaths
  readonly #index: BlockIndex
  readonly #durability: Durability
  readonly #packBytes: number
  readonly #group = Buffer.allocUnsafeSlow(groupBytes)
  #grouped = 0
  #pack: GrowingPack | undefined
  #rolling: Promise<void> | undefined
  #running: Promise<void> = Promise.resolve()
  #waiting: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #failure: unknown
  readonly #observers = new Set<() => () => void>()

  constructor(
    paths: StorePaths,
    index: BlockIndex,
    options: { durability: Durability; packBytes: number; pack: OpenPack | undefined },
  ) {
    this.#paths = paths
    this.#index = index
    this.#durability = options.durability
    this.#packBytes = options.packBytes
    this.#pack = options.pack
  }

  /** What to wait for before a block of this size is appended; then ask again. Undefined: go on. */
  admit(sizeBytes: number): Promise<void> | undefined {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#rolling !== undefined) return this.#rolling
    const pack = this.#pack
    if (pack === undefined || (pack.position.end > 0 && pack.position.end + sizeBytes > this.#packBytes)) {
      this.#rolling = this.#roll().finally(() => {
        this.#rolling = undefined
      })
      return this.#rolling
    }
    const pendingBytes = pack.position.end - pack.committed
    if (this.#durability === 'none' || pendingBytes < commitBytes) return undefined
    const commit = this.commit()
    if (pendingBytes >= 2 * commitBytes) return commit
    this.#ignore(commit)
    return undefined
  }

  /** Appends a block that is not there yet. From then on it can be read here; `commit` makes it durable. */
  append({ cid, bytes }: Block): void {
    const pack = this.#pack as GrowingPack
    const head = encodeFrameHead(cid.bytes, bytes.length)
    const frameBytes = head.length + bytes.length
    if (bytes.length >= directBytes) {
      this.#write(pack, [head, bytes])
    } else {
      if (this.#grouped + frameBytes > groupBytes) this.#write(pack, [])
      this.#group.set(head, this.#grouped)
      this.#group.set(bytes, this.#grouped + head.length)
      this.#grouped += frameBytes
    }
    const { position } = pack
    const offset = position.end + head.length
    const location = { codec: cid.code, pack: position.number, offset, length: bytes.length }
    position.blocks.push(this.#index.set(cid.multihash.digest, location))
    position.heads.update(head)
    position.end += frameBytes
    if (this.#durability === 'batch') this.#timer ??= this.#commitLater()
  }

  /** Makes sure that a part of a pack can be read from its file. */
  flush(pack: number): void {
    if (this.#grouped > 0 && this.#pack?.position.number === pack) this.#write(this.#pack, [])
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
      if (this.#pack !== undefined) {
        closeSync(this.#pack.packFd)
        closeSync(this.#pack.journalFd)
        this.#pack = undefined
      }
    }
  }

  async #commitNow(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure
    const pack = this.#pack
    if (pack === undefined || pack.committed === pack.position.end) return
    this.#write(pack, [])
    const { position } = pack
    const digest = position.heads.copy().digest()
    const record = { end: position.end, count: position.blocks.length, digest }
    const finishers = [...this.#observers].map((begin) => begin())
    try {
      await syncData(pack.packFd)
    } catch (error) {
      // After a failed fdatasync nobody knows which pages reached the disk: only opening again finds out.
      this.#failure = asStoreError(error, this.#paths.root, this.#paths.pack(position.number))
      throw this.#failure
    }
    // The journal needs no fdatasync: what it misses after a power cut, recovery finds by hashing.
    withStoreErrors(this.#paths.root, this.#paths.journal(position.number), () =>
      writeAllAt(pack.journalFd, [encodeJournalRecord(record)], pack.journalAt),
    )
    pack.journalAt += JOURNAL_RECORD_BYTES
    pack.committed = record.end
    for (const finish of finishers) finish()
  }

  #write(pack: GrowingPack, pieces: readonly Uint8Array[]): void {
    const flushed = pack.position.end - this.#grouped
    try {
      writeAllAt(pack.packFd, [this.#group.subarray(0, this.#grouped), ...pieces], flushed)
    } catch (error) {
      cutFile(pack.packFd, flushed)
      throw asStoreError(error, this.#paths.root, this.#paths.pack(pack.position.number))
    }
    this.#grouped = 0
  }

  async #roll(): Promise<void> {
    const pack = this.#pack
    if (pack !== undefined) {
      while (pack.committed !== pack.position.end) await this.commit()
      this.#seal(pack)
    }
    this.#pack = this.#createPack()
  }

  #seal(pack: GrowingPack): void {
    const { number, end, blocks } = pack.position
    const path = this.#paths.index(number)
    withStoreErrors(this.#paths.root, path, () => {
      const entries = blocks.map((block) => ({
        ...this.#index.at(block),
        digest: this.#index.digestAt(block),
      }))
      writeIndexFile(path, end, entries)
      this.#pack = undefined
      closeSync(pack.packFd)
      closeSync(pack.journalFd)
      rmSync(this.#paths.journal(number))
    })
  }

  #createPack(): GrowingPack {
    return withStoreErrors(this.#paths.root, this.#paths.packs, () => {
      const number = listPacks(this.#paths).next
      const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL
      const packFd = openSync(this.#paths.pack(number), flags, FILE_MODE)
      let journalFd: number | undefined
      try {
        journalFd = openSync(this.#paths.journal(number), flags, FILE_MODE)
        syncDirectory(this.#paths.packs)
        return { position: startOfPack(number), packFd, journalFd, committed: 0, journalAt: 0 }
      } catch (error) {
        closeSync(packFd)
        if (journalFd !== undefined) closeSync(journalFd)
        rmSync(this.#paths.pack(number), { force: true })
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

/** fdatasync outside of the main thread, so that the next group is prepared meanwhile. */
function syncData(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(fd, (error) => (error === null ? resolve() : reject(error)))
  })
}
