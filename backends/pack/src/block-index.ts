import { randomBytes } from 'node:crypto'

/** Where a block lies. */
export type BlockLocation = {
  readonly codec: number
  readonly segment: number
  readonly offset: number
  readonly length: number
}

const wordsPerEntry = 12
const entriesPerChunk = 8192

/**
 * Digest → location for all blocks of a store in about 60 bytes each: entries of twelve words (eight of the
 * digest, codec, segment, offset, length) in chunks that never move, found through an open-addressing table.
 * Blocks are numbered in the order in which they came.
 */
export class BlockIndex {
  readonly #chunks: Uint32Array[] = []
  // Two secret factors: a peer that picks blocks cannot make them fall into one run of the table.
  readonly #factorA = randomBytes(4).readUInt32LE() | 1
  readonly #factorB = randomBytes(4).readUInt32LE() | 1
  readonly #probe = new Uint32Array(8)
  #table = new Int32Array(1024).fill(-1)
  #size = 0
  #sizeBytes = 0

  /** Number of blocks. */
  get size(): number {
    return this.#size
  }

  /** Bytes of all blocks. */
  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** The number of a block, or -1. */
  find(digest: Uint8Array): number {
    this.#loadProbe(digest)
    return this.#table[this.#slotOfProbe()] as number
  }

  /** Adds a block or, if it is there, replaces its location. Returns its number. */
  set(digest: Uint8Array, location: BlockLocation): number {
    this.#loadProbe(digest)
    const slot = this.#slotOfProbe()
    let entry = this.#table[slot] as number
    if (entry < 0) {
      entry = this.#size++
      if (entry % entriesPerChunk === 0) this.#chunks.push(new Uint32Array(wordsPerEntry * entriesPerChunk))
      this.#table[slot] = entry
    } else {
      this.#sizeBytes -= this.at(entry).length
    }
    const chunk = this.#chunkOf(entry)
    const base = (entry % entriesPerChunk) * wordsPerEntry
    chunk.set(this.#probe, base)
    chunk[base + 8] = location.codec
    chunk[base + 9] = location.segment
    chunk[base + 10] = location.offset
    chunk[base + 11] = location.length
    this.#sizeBytes += location.length
    if (this.#size * 3 > this.#table.length * 2) this.#grow()
    return entry
  }

  /** Where block number `entry` lies. */
  at(entry: number): BlockLocation {
    const chunk = this.#chunkOf(entry)
    const base = (entry % entriesPerChunk) * wordsPerEntry
    return {
      codec: chunk[base + 8] as number,
      segment: chunk[base + 9] as number,
      offset: chunk[base + 10] as number,
      length: chunk[base + 11] as number,
    }
  }

  /** The digest of block number `entry`. */
  digestAt(entry: number): Uint8Array {
    const base = (entry % entriesPerChunk) * wordsPerEntry
    const digest = new Uint8Array(32)
    const view = new DataView(digest.buffer)
    this.#chunkOf(entry)
      .subarray(base, base + 8)
      .forEach((word, i) => {
        view.setUint32(4 * i, word)
      })
    return digest
  }

  #chunkOf(entry: number): Uint32Array {
    return this.#chunks[Math.floor(entry / entriesPerChunk)] as Uint32Array
  }

  #loadProbe(digest: Uint8Array): void {
    const view = new DataView(digest.buffer, digest.byteOffset, 32)
    for (let i = 0; i < 8; i++) this.#probe[i] = view.getUint32(4 * i)
  }

  /** The slot that holds the probe's entry, or the free one where it belongs. */
  #slotOfProbe(): number {
    const mask = this.#table.length - 1
    let slot = this.#hash(this.#probe[0] as number, this.#probe[1] as number)
    while (true) {
      const entry = this.#table[slot] as number
      if (entry < 0 || this.#isProbe(entry)) return slot
      slot = (slot + 1) & mask
    }
  }

  #isProbe(entry: number): boolean {
    const chunk = this.#chunkOf(entry)
    const base = (entry % entriesPerChunk) * wordsPerEntry
    for (let i = 0; i < 8; i++) if (chunk[base + i] !== this.#probe[i]) return false
    return true
  }

  #hash(first: number, second: number): number {
    const mixed = Math.imul(first, this.#factorA) + Math.imul(second, this.#factorB)
    return (mixed >>> 0) >>> (Math.clz32(this.#table.length) + 1)
  }

  #grow(): void {
    this.#table = new Int32Array(this.#table.length * 2).fill(-1)
    const mask = this.#table.length - 1
    for (let entry = 0; entry < this.#size; entry++) {
      const chunk = this.#chunkOf(entry)
      const base = (entry % entriesPerChunk) * wordsPerEntry
      let slot = this.#hash(chunk[base] as number, chunk[base + 1] as number)
      while ((this.#table[slot] as number) >= 0) slot = (slot + 1) & mask
      this.#table[slot] = entry
    }
  }
}
