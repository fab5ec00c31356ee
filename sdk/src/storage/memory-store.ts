import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { SpaceError } from '../errors/index.ts'
import { equalBytes, type OperationOptions, toHex } from '../utils/index.ts'
import { checkBlock, checkCid, MAX_BLOCK_BYTES } from './check-block.ts'
import { checkExpected, checkHeadSignature, checkHeadValue, checkLabel } from './check-head.ts'
import { iterateAbortable } from './iterate-abortable.ts'
import type {
  Backend,
  Block,
  BlockStore,
  GetOptions,
  HeadStore,
  PutOptions,
  PutProgress,
  PutReceipt,
  StoreStat,
  VerifyHead,
} from './types.ts'

/** How a memory store behaves. */
export type MemoryStoreOptions = {
  /** Names it in messages. */
  id?: string
  /** Checks each new head; by default any value is taken. */
  verifyHead?: VerifyHead
}

/**
 * A backend that lives and dies with this process: for tests, for browsers without storage, and as the
 * reference of how a backend behaves.
 *
 * @example
 * ```ts
 * import { createMemoryStore } from '@space/sdk'
 *
 * const store = createMemoryStore()
 * console.log((await store.blocks.stat()).blocks)
 * await store.close()
 * ```
 */
export function createMemoryStore({ id = 'memory', verifyHead }: MemoryStoreOptions = {}): Backend {
  let closed = false
  const begin = ({ signal }: { signal?: AbortSignal | undefined } = {}) => {
    signal?.throwIfAborted()
    if (closed) throw new SpaceError('STORE_CLOSED', { backend: id })
  }
  return {
    id,
    capabilities: { maxBlockBytes: MAX_BLOCK_BYTES, writable: true, persistent: false, trust: 'own' },
    blocks: new MemoryBlocks(id, begin),
    heads: new MemoryHeads(begin, verifyHead),
    async close() {
      closed = true
    },
  }
}

type Begin = (options?: { signal?: AbortSignal | undefined }) => void

class MemoryBlocks implements BlockStore {
  readonly #backend: string
  readonly #begin: Begin
  readonly #blocks = new Map<string, Block>()
  /** Blocks whose bytes turned out to be damaged: a new copy is taken in place of them. */
  readonly #damaged = new Set<string>()
  #sizeBytes = 0

  constructor(backend: string, begin: Begin) {
    this.#backend = backend
    this.#begin = begin
  }

  async put(block: Block, options: PutOptions = {}): Promise<PutReceipt> {
    return this.putBatch([block], options)
  }

  async putBatch(
    blocks: Iterable<Block> | AsyncIterable<Block>,
    options: PutOptions = {},
  ): Promise<PutReceipt> {
    this.#begin(options)
    const receipt = { blocks: 0, newBlocks: 0, sizeBytes: 0, durable: true }
    for await (const block of iterateAbortable(blocks, options.signal)) {
      this.#begin(options)
      checkBlock(block)
      if (options.verify !== false && !(await matchesCid(block.cid, block.bytes))) {
        throw corruptBlock(block.cid, 'the call to put')
      }
      receipt.blocks += 1
      receipt.sizeBytes += block.bytes.length
      if (this.#add(block)) receipt.newBlocks += 1
    }
    if (receipt.blocks > 0) {
      const event: PutProgress = {
        type: 'blocks-durable',
        blocks: receipt.blocks,
        sizeBytes: receipt.sizeBytes,
      }
      options.onProgress?.(event)
    }
    return receipt
  }

  async get(cid: CID, options: GetOptions = {}): Promise<Uint8Array> {
    this.#begin(options)
    checkCid(cid)
    const key = keyOf(cid)
    const block = this.#blocks.get(key)
    if (block === undefined) {
      throw new SpaceError('BLOCK_MISSING', { cid: cid.toString(), backend: this.#backend })
    }
    const bytes = block.bytes.slice()
    if (options.verify !== false && !(await matchesCid(cid, bytes))) {
      this.#damaged.add(key)
      throw corruptBlock(cid, this.#backend)
    }
    return bytes
  }

  async has(cids: readonly CID[], options: OperationOptions = {}): Promise<boolean[]> {
    this.#begin(options)
    return cids.map((cid) => {
      checkCid(cid)
      return this.#has(keyOf(cid))
    })
  }

  async *list(options: OperationOptions = {}): AsyncGenerator<CID, void, undefined> {
    this.#begin(options)
    for (const [key, { cid }] of [...this.#blocks]) {
      this.#begin(options)
      if (this.#has(key)) yield cid
    }
  }

  async stat(options: OperationOptions = {}): Promise<StoreStat> {
    this.#begin(options)
    return { blocks: this.#blocks.size, sizeBytes: this.#sizeBytes }
  }

  async sync(options: OperationOptions = {}): Promise<void> {
    this.#begin(options)
  }

  #add(block: Block): boolean {
    const key = keyOf(block.cid)
    if (this.#has(key)) return false
    this.#sizeBytes += block.bytes.length - (this.#blocks.get(key)?.bytes.length ?? 0)
    this.#blocks.set(key, { cid: CID.decode(block.cid.bytes.slice()), bytes: block.bytes.slice() })
    this.#damaged.delete(key)
    return true
  }

  #has(key: string): boolean {
    return this.#blocks.has(key) && !this.#damaged.has(key)
  }
}

class MemoryHeads implements HeadStore {
  readonly #begin: Begin
  readonly #verifyHead: VerifyHead | undefined
  readonly #heads = new Map<string, Uint8Array>()

  constructor(begin: Begin, verifyHead: VerifyHead | undefined) {
    this.#begin = begin
    this.#verifyHead = verifyHead
  }

  async get(label: Uint8Array, options: OperationOptions = {}): Promise<Uint8Array | null> {
    this.#begin(options)
    checkLabel(label)
    return this.#heads.get(toHex(label))?.slice() ?? null
  }

  async compareAndSet(
    label: Uint8Array,
    expected: Uint8Array | null,
    next: Uint8Array,
    options: OperationOptions = {},
  ): Promise<void> {
    this.#begin(options)
    checkLabel(label)
    checkHeadValue(next)
    // The caller's arrays may change while the signature is checked.
    const [key, old, value] = [label.slice(), expected?.slice() ?? null, next.slice()]
    await checkHeadSignature(key, value, this.#verifyHead)
    this.#begin(options)
    checkExpected(key, this.#heads.get(toHex(key)) ?? null, old)
    this.#heads.set(toHex(key), value)
  }
}

function keyOf(cid: CID): string {
  return toHex(cid.multihash.digest)
}

async function matchesCid(cid: CID, bytes: Uint8Array): Promise<boolean> {
  return equalBytes((await sha256.digest(bytes)).digest, cid.multihash.digest)
}

function corruptBlock(cid: CID, where: string): SpaceError {
  return new SpaceError('BLOCK_CORRUPT', { cid: cid.toString(), where })
}
