import type {
  Block,
  BlockStore,
  GetOptions,
  OperationOptions,
  PutOptions,
  PutReceipt,
  StoreStat,
} from '@space/sdk/storage'
import { checkBlock, checkCid, iterateAbortable, SpaceError } from '@space/sdk/storage'
import { CID } from 'multiformats/cid'
import { create as createDigest } from 'multiformats/hashes/digest'
import { raceSignal } from 'race-signal'
import type { BlockIndex, BlockLocation } from './block-index.ts'
import { MAX_FRAME_HEAD_BYTES, matchesDigest } from './frame.ts'
import type { StorePaths } from './paths.ts'
import type { SegmentFiles } from './segment-files.ts'
import type { SegmentFollower } from './segment-follower.ts'
import type { Durability, SegmentWriter } from './segment-writer.ts'

/** What the blocks of a store are made of; either the writer or the follower is there. */
export type SegmentParts = {
  readonly paths: StorePaths
  readonly index: BlockIndex
  readonly files: SegmentFiles
  readonly durability: Durability
  readonly writer: SegmentWriter | undefined
  readonly follower: SegmentFollower | undefined
}

/** The blocks of a pack store. */
export class SegmentBlocks implements BlockStore {
  readonly #parts: SegmentParts
  /** Where blocks turned out to be damaged: a new copy is taken in place of them. */
  readonly #damaged = new Map<number, BlockLocation>()
  #closed = false

  constructor(parts: SegmentParts) {
    this.#parts = parts
  }

  async put(block: Block, options: PutOptions = {}): Promise<PutReceipt> {
    if (this.#parts.durability === 'always') return this.putBatch([block], options)
    const writer = this.#beginWrite(options)
    const isNew = await this.#store(writer, block, options)
    return { blocks: 1, newBlocks: isNew ? 1 : 0, sizeBytes: block.bytes.length, durable: false }
  }

  async putBatch(
    blocks: Iterable<Block> | AsyncIterable<Block>,
    options: PutOptions = {},
  ): Promise<PutReceipt> {
    const writer = this.#beginWrite(options)
    const durable = this.#parts.durability !== 'none'
    const receipt = { blocks: 0, newBlocks: 0, sizeBytes: 0, durable }
    let told = 0
    const stopObserving = writer.observe(() => {
      const { blocks, sizeBytes } = receipt
      return () => {
        if (blocks > told) options.onProgress?.({ type: 'blocks-durable', blocks, sizeBytes })
        told = blocks
      }
    })
    try {
      for await (const block of iterateAbortable(blocks, options.signal)) {
        if (await this.#store(writer, block, options)) receipt.newBlocks += 1
        receipt.blocks += 1
        receipt.sizeBytes += block.bytes.length
      }
      if (durable) await raceSignal(writer.commit(), options.signal)
    } finally {
      stopObserving()
    }
    // Blocks that were all there before need no commit of their own.
    if (durable && receipt.blocks > told) {
      options.onProgress?.({
        type: 'blocks-durable',
        blocks: receipt.blocks,
        sizeBytes: receipt.sizeBytes,
      })
    }
    return receipt
  }

  async get(cid: CID, options: GetOptions = {}): Promise<Uint8Array> {
    this.#begin(options)
    checkCid(cid)
    const entry = this.#find(cid)
    if (entry < 0) {
      throw new SpaceError('BLOCK_MISSING', { cid: cid.toString(), backend: this.#parts.paths.root })
    }
    const location = this.#parts.index.at(entry)
    const { segment, offset, length } = location
    const bytes = this.#parts.writer?.find(location) ?? this.#parts.files.read(segment, offset, length)
    const checks = options.verify !== false
    if (bytes.length !== length || (checks && !matchesDigest(bytes, cid.multihash.digest))) {
      this.#damaged.set(entry, location)
      throw new SpaceError('BLOCK_CORRUPT', {
        cid: cid.toString(),
        where: this.#parts.paths.segment(segment),
      })
    }
    return bytes
  }

  async has(cids: readonly CID[], options: OperationOptions = {}): Promise<boolean[]> {
    this.#begin(options)
    for (const cid of cids) checkCid(cid)
    const present = (cid: CID) => this.#isGood(this.#parts.index.find(cid.multihash.digest))
    const found = cids.map(present)
    if (this.#parts.follower === undefined || found.every((here) => here)) return found
    this.#parts.follower.refresh()
    return cids.map(present)
  }

  async *list(options: OperationOptions = {}): AsyncGenerator<CID, void, undefined> {
    this.#begin(options)
    this.#parts.follower?.refresh()
    const { index } = this.#parts
    const size = index.size
    for (let entry = 0; entry < size; entry++) {
      this.#begin(options)
      if (this.#isGood(entry)) {
        yield CID.createV1(index.at(entry).codec, createDigest(0x12, index.digestAt(entry)))
      }
    }
  }

  async stat(options: OperationOptions = {}): Promise<StoreStat> {
    this.#begin(options)
    this.#parts.follower?.refresh()
    return { blocks: this.#parts.index.size, sizeBytes: this.#parts.index.sizeBytes }
  }

  async sync(options: OperationOptions = {}): Promise<void> {
    this.#begin(options)
    this.#parts.follower?.refresh()
    if (this.#parts.writer !== undefined) await raceSignal(this.#parts.writer.commit(), options.signal)
  }

  /** Refuses all further calls. */
  close(): void {
    this.#closed = true
  }

  #begin({ signal }: { signal?: AbortSignal | undefined }): void {
    signal?.throwIfAborted()
    if (this.#closed) throw new SpaceError('STORE_CLOSED', { backend: this.#parts.paths.root })
  }

  #beginWrite(options: PutOptions): SegmentWriter {
    this.#begin(options)
    const { writer, paths } = this.#parts
    if (writer === undefined) throw new SpaceError('STORE_READ_ONLY', { directory: paths.root })
    return writer
  }

  async #store(writer: SegmentWriter, block: Block, options: PutOptions): Promise<boolean> {
    checkBlock(block)
    const { digest } = block.cid.multihash
    if (options.verify !== false && !matchesDigest(block.bytes, digest)) {
      throw new SpaceError('BLOCK_CORRUPT', { cid: block.cid.toString(), where: 'the call to put' })
    }
    // Each wait gives others the chance to close the store or to put the same block.
    while (true) {
      this.#begin(options)
      if (this.#isGood(this.#parts.index.find(digest))) return false
      const wait = writer.admit(block.bytes.length + MAX_FRAME_HEAD_BYTES)
      if (wait === undefined) {
        writer.append(block)
        return true
      }
      await raceSignal(wait, options.signal)
    }
  }

  #find(cid: CID): number {
    const entry = this.#parts.index.find(cid.multihash.digest)
    if (this.#isGood(entry) || this.#parts.follower === undefined) return entry
    this.#parts.follower.refresh()
    return this.#parts.index.find(cid.multihash.digest)
  }

  #isGood(entry: number): boolean {
    if (entry < 0) return false
    const damaged = this.#damaged.get(entry)
    if (damaged === undefined) return true
    const { segment, offset } = this.#parts.index.at(entry)
    return segment !== damaged.segment || offset !== damaged.offset
  }
}
