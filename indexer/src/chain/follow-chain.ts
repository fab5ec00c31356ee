import { IndexerError } from '../errors.ts'
import type { ChainSource } from './chain-source.ts'
import type { Block, BlockPointer, BlockWithLogs } from './chain-types.ts'

/** Blocks below the tip whose hashes are kept: how deep a reorg may be, as in graph-node. */
const REORG_BLOCKS = 250

/** Polls in a row that must show a shorter chain before its missing blocks are given up. */
const SHORTER_POLLS = 5

/** Headers that are compared at a time while looking for the last shared block. */
const WALK_BLOCKS = 25

const MAX_RANGE = 10_000
const MAX_TIP_RANGE = 50
/** Logs in one answer beyond which the next range is smaller, so that memory stays bounded. */
const MANY_LOGS = 5_000

/** What the index has of the chain. */
type IndexedChain = {
  head(): BlockPointer | undefined
  blockHash(blockNumber: number): string | undefined
}

/** What to do next. */
type ChainStep =
  /** Blocks in order; those between them hold nothing of interest. */
  | { readonly type: 'blocks'; readonly blocks: readonly BlockWithLogs[]; readonly latest: number }
  /** The chain has left the indexed one after this block; -1 undoes everything. */
  | { readonly type: 'revert'; readonly to: number; readonly latest: number }
  /** Nothing new. */
  | { readonly type: 'wait'; readonly latest: number }

/** Compares a chain with what is indexed of it and says what to index or to undo. */
export class ChainFollower {
  readonly #source: ChainSource
  readonly #indexed: IndexedChain
  readonly #firstBlock: number
  #rangeSize = 500
  #shorterPolls = 0
  #isHeadConfirmed = false
  #latest: Block | undefined

  constructor(source: ChainSource, indexed: IndexedChain, firstBlock: number) {
    this.#source = source
    this.#indexed = indexed
    this.#firstBlock = firstBlock
  }

  /** After an outage the node may be on another chain, however far its tip was above the indexed head. */
  distrustHead(): void {
    this.#isHeadConfirmed = false
    this.#latest = undefined
  }

  async next(): Promise<ChainStep> {
    const head = this.#indexed.head()
    const from = head === undefined ? this.#firstBlock : head.number + 1
    const latest = await this.#freshLatest(from)
    if (head !== undefined) {
      const diverged = await this.#compareHead(head, latest)
      if (diverged !== undefined) return diverged
    }
    if (latest.number < from) return { type: 'wait', latest: latest.number }
    const blocks = await this.#fetch(from, latest)
    const first = blocks[0]?.block
    if (head !== undefined && first?.number === from && first.parentHash !== head.hash) {
      return this.#revert(head.number, latest)
    }
    return { type: 'blocks', blocks, latest: latest.number }
  }

  /** Far behind the tip, an old header of it is good enough. */
  async #freshLatest(from: number): Promise<Block> {
    if (this.#latest === undefined || from > this.#latest.number - REORG_BLOCKS) {
      this.#latest = await this.#source.latest()
    }
    return this.#latest
  }

  async #compareHead(head: BlockPointer, latest: Block): Promise<ChainStep | undefined> {
    if (latest.number > head.number) {
      this.#shorterPolls = 0
      if (this.#isHeadConfirmed) return undefined
      const there = await this.#source.header(head.number)
      this.#isHeadConfirmed = there?.hash === head.hash
      return this.#isHeadConfirmed ? undefined : this.#revert(head.number, latest)
    }
    if (latest.number === head.number) {
      this.#shorterPolls = 0
      this.#isHeadConfirmed = latest.hash === head.hash
      return this.#isHeadConfirmed ? undefined : this.#revert(head.number, latest)
    }
    const known = this.#indexed.blockHash(latest.number)
    if (known !== undefined && known !== latest.hash) return this.#revert(latest.number, latest)
    // A node that lags behind others looks the same at first: wait some polls.
    const there = await this.#source.header(head.number)
    this.#shorterPolls = there?.hash === head.hash ? 0 : this.#shorterPolls + 1
    if (this.#shorterPolls < SHORTER_POLLS) return { type: 'wait', latest: latest.number }
    this.#shorterPolls = 0
    return this.#revert(latest.number + 1, latest)
  }

  /** Walks back from a block that differs to the last one that both have. */
  async #revert(differs: number, latest: Block): Promise<ChainStep> {
    const head = this.#indexed.head()
    const lowest = Math.max(this.#firstBlock, (head?.number ?? 0) - REORG_BLOCKS)
    this.distrustHead()
    for (let top = Math.min(differs - 1, latest.number); top >= lowest; top -= WALK_BLOCKS) {
      const to = await this.#lastShared(Math.max(lowest, top - WALK_BLOCKS + 1), top)
      if (to !== undefined) return { type: 'revert', to, latest: latest.number }
    }
    if (lowest <= this.#firstBlock) return { type: 'revert', to: -1, latest: latest.number }
    throw new IndexerError(
      'reorg-too-deep',
      `The chain has left the indexed one more than ${REORG_BLOCKS} blocks below block ${head?.number}. ` +
        'Delete the index file, or pass another one, to index from the start.',
      { details: { head: head?.number, latest: latest.number } },
    )
  }

  async #lastShared(from: number, to: number): Promise<number | undefined> {
    const numbers = Array.from({ length: to - from + 1 }, (_, i) => to - i)
    const known = numbers.filter((number) => this.#indexed.blockHash(number) !== undefined)
    const headers = await Promise.all(known.map((number) => this.#source.header(number)))
    return headers.find(
      (header) => header !== undefined && header.hash === this.#indexed.blockHash(header.number),
    )?.number
  }

  async #fetch(from: number, latest: Block): Promise<BlockWithLogs[]> {
    if (from === latest.number) return [await this.#source.blockAt(latest)]
    const lastDeep = latest.number - REORG_BLOCKS
    const isDeep = from <= lastDeep
    const to = isDeep
      ? Math.min(from + this.#rangeSize - 1, lastDeep)
      : Math.min(from + Math.min(this.#rangeSize, MAX_TIP_RANGE) - 1, latest.number)
    try {
      const blocks = await this.#source.blocks(from, to, { every: !isDeep })
      const logs = blocks.reduce((sum, block) => sum + block.logs.length, 0)
      this.#rangeSize =
        logs > MANY_LOGS ? Math.ceil(this.#rangeSize / 2) : Math.min(this.#rangeSize * 2, MAX_RANGE)
      return blocks
    } catch (error) {
      // Nodes limit ranges and answers in many ways; a smaller range is what all of them want.
      const isRefused = error instanceof IndexerError && error.details.refused === true
      if (!isRefused || to === from) throw error
      this.#rangeSize = Math.max(1, Math.floor((to - from + 1) / 4))
      return this.#fetch(from, latest)
    }
  }
}
