import type { CID } from 'multiformats/cid'
import type { OperationOptions } from '../utils/index.ts'

/** An opaque block: CIDv1 (raw or dag-cbor, SHA-256) and the bytes it names, at most `MAX_BLOCK_BYTES`. */
export type Block = {
  readonly cid: CID
  readonly bytes: Uint8Array
}

/** How far a batch is durable: reported each time more of it became durable. */
export type PutProgress = {
  readonly type: 'blocks-durable'
  /** Blocks of the batch that are durable, those that were there before included. */
  readonly blocks: number
  /** Bytes of those blocks. */
  readonly sizeBytes: number
}

/** Options of the calls that write blocks. */
export type PutOptions = OperationOptions<PutProgress> & {
  /**
   * Whether the bytes are hashed and compared with their CID (default). `false` is for a caller that has just
   * computed the CID from these very bytes.
   */
  readonly verify?: boolean | undefined
}

/** Options of the call that reads a block. */
export type GetOptions = OperationOptions & {
  /** Whether the bytes are compared with their CID (default). `false` is for a caller that does so while opening them. */
  readonly verify?: boolean | undefined
}

/** What a write did. */
export type PutReceipt = {
  /** Blocks that were given. */
  readonly blocks: number
  /** Those among them that were not there before. */
  readonly newBlocks: number
  /** Bytes of all blocks that were given. */
  readonly sizeBytes: number
  /** Whether all of them are as safe as this backend makes blocks. If not, `sync` makes them so. */
  readonly durable: boolean
}

/** What a store holds. */
export type StoreStat = {
  readonly blocks: number
  /** Bytes of all blocks, without what the store needs around them. */
  readonly sizeBytes: number
}

/**
 * Content-addressed blocks. A block is identified by its hash: the same bytes under two codecs are one block,
 * listed under the codec of the first. Every method rejects with `STORE_CLOSED` after `close`.
 */
export type BlockStore = {
  /** Stores one block; the caller may reuse the bytes once the promise resolves. */
  put(block: Block, options?: PutOptions): Promise<PutReceipt>
  /**
   * Stores blocks as they come and makes them durable together. When it rejects, the blocks taken so far may
   * be there, each one whole.
   */
  putBatch(blocks: Iterable<Block> | AsyncIterable<Block>, options?: PutOptions): Promise<PutReceipt>
  /** The bytes of a block, compared with its hash: `BLOCK_MISSING` or `BLOCK_CORRUPT` otherwise. They are the caller's. */
  get(cid: CID, options?: GetOptions): Promise<Uint8Array>
  /** For each CID whether its block is here. */
  has(cids: readonly CID[], options?: OperationOptions): Promise<boolean[]>
  /** All blocks that are here when it begins, oldest first. */
  list(options?: OperationOptions): AsyncIterable<CID>
  /** Count and size of all blocks. */
  stat(options?: OperationOptions): Promise<StoreStat>
  /** Resolves when everything that was stored before the call is durable. */
  sync(options?: OperationOptions): Promise<void>
}

/**
 * Whether a value may stand under a label: the check of a head's signature, which a store is given since it knows no
 * keys itself.
 */
export type VerifyHead = (label: Uint8Array, value: Uint8Array) => boolean | Promise<boolean>

/** Small mutable values under labels of 32 bytes, each replaced as a whole. */
export type HeadStore = {
  /** The value under a label, or null. */
  get(label: Uint8Array, options?: OperationOptions): Promise<Uint8Array | null>
  /**
   * Replaces the value if it still is `expected` (null: if there is none), else rejects with `HEAD_CONFLICT`.
   * The new value and every block stored before the call are durable when it resolves. A store that was given a
   * `VerifyHead` rejects with `HEAD_REFUSED` what it does not confirm.
   */
  compareAndSet(
    label: Uint8Array,
    expected: Uint8Array | null,
    next: Uint8Array,
    options?: OperationOptions,
  ): Promise<void>
}

/** What a backend can do; routing asks this and never the kind of backend. */
export type BackendCapabilities = {
  /** The largest block it takes. */
  readonly maxBlockBytes: number
  /** Whether this handle may write. */
  readonly writable: boolean
  /** Whether blocks outlive the process. */
  readonly persistent: boolean
  /** Whether the owner of the data runs it, or another party. */
  readonly trust: 'own' | 'third'
}

/** A place for blocks and heads. It sees ciphertext only. */
export type Backend = {
  /** Names the place in messages; stable for the same place. */
  readonly id: string
  readonly capabilities: BackendCapabilities
  readonly blocks: BlockStore
  readonly heads: HeadStore
  /** Makes everything durable and lets go of the place. Calling it again does nothing. */
  close(): Promise<void>
}
