import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChainSource } from '../chain/chain-source.ts'
import type { BlockPointer, BlockWithLogs } from '../chain/chain-types.ts'
import { ChainFollower } from '../chain/follow-chain.ts'
import { IndexerError } from '../errors.ts'
import type { SubgraphBuild } from '../manifest/load-build.ts'
import type { EntityChange, Store } from '../store/store.ts'
import { Backoff, type RetryState, sleep } from './backoff.ts'
import { EntityCache } from './entity-cache.ts'
import type { NoticeListener } from './indexer-options.ts'
import { processBlock } from './process-block.ts'

/** Blocks that share a transaction while the index is far behind. */
const BLOCKS_PER_COMMIT = 200
/** Time after which mapping lets queries and timers have their turn. */
const TURN_MS = 15
/** A chain that changes while it is read is nothing to report, unless it happens so many times in a row. */
const QUIET_INCONSISTENCIES = 3
/** Least time between two reports of progress while catching up. */
const REPORT_MS = 250

/** What a sync works with. */
type SyncOptions = {
  readonly build: SubgraphBuild
  readonly store: Store
  readonly source: ChainSource
  readonly firstBlock: number
  readonly pollMs: number
  readonly onNotice: NoticeListener
  /** The head has moved or the mapping has failed. */
  readonly onChange: () => void
  readonly signal: AbortSignal
  /** Whether the node now serves another chain than the store was made for. */
  readonly isOtherChain: () => Promise<boolean>
}

/** Keeps a store in step with a chain. */
export class ChainSync {
  readonly #options: SyncOptions
  readonly #follower: ChainFollower
  readonly #cache: EntityCache
  readonly #backoff: Backoff
  #latest: number | undefined
  #events = 0
  #inconsistencies = 0
  #reportedAt = 0

  constructor(options: SyncOptions) {
    const { build, store, source, firstBlock, onNotice, signal } = options
    this.#options = options
    this.#follower = new ChainFollower(source, store, firstBlock)
    this.#cache = new EntityCache(build.schema, store, build.apiVersion)
    this.#backoff = new Backoff(onNotice, signal)
  }

  /** Newest block that the node has shown. */
  get latest(): number | undefined {
    return this.#latest
  }

  get state(): RetryState {
    return this.#backoff.state
  }

  /** Logs that this run has mapped. */
  get events(): number {
    return this.#events
  }

  /** Runs until the signal aborts, or until the node turns out to serve another chain. */
  async run(): Promise<'closed' | 'other-chain'> {
    const { signal, isOtherChain } = this.#options
    while (!signal.aborted) {
      try {
        if ((await this.#step()) === 'other-chain') return 'other-chain'
        this.#inconsistencies = 0
        this.#backoff.succeeded()
      } catch (error) {
        if (signal.aborted) break
        const code = error instanceof IndexerError ? error.code : undefined
        if (code === 'reorg-too-deep' && (await isOtherChain().catch(() => false))) return 'other-chain'
        this.#cache.forgetWaiting()
        this.#follower.distrustHead()
        this.#inconsistencies = code === 'chain-inconsistent' ? this.#inconsistencies + 1 : 0
        const isUsual = this.#inconsistencies > 0 && this.#inconsistencies <= QUIET_INCONSISTENCIES
        if (isUsual) await sleep(this.#options.pollMs, signal)
        else await this.#backoff.failed(error)
      }
    }
    return 'closed'
  }

  async #step(): Promise<'done' | 'other-chain'> {
    const { store, pollMs, signal, isOtherChain } = this.#options
    if (store.failed() !== undefined && (await this.#isStillFailed())) {
      await sleep(pollMs, signal)
      return 'done'
    }
    const step = await this.#follower.next()
    this.#latest = step.latest
    if (step.type === 'wait') await sleep(pollMs, signal)
    else if (step.type === 'blocks') await this.#apply(step.blocks)
    else if (step.to === -1 && (await isOtherChain())) return 'other-chain'
    else this.#revert(step.to)
    return 'done'
  }

  /** A failure belongs to one block: when that has been replaced, mapping goes on. */
  async #isStillFailed(): Promise<boolean> {
    const { store, source, onNotice } = this.#options
    const failed = store.failed()?.details?.block as { number: number; hash: string } | undefined
    if (failed === undefined) return true
    const there = await source.header(failed.number)
    if (there?.hash === failed.hash) return true
    store.revertTo(failed.number - 1)
    onNotice({ type: 'recovered' })
    return false
  }

  #revert(to: number): void {
    const { store, onNotice, onChange } = this.#options
    const from = store.head()?.number ?? to
    store.revertTo(to)
    onNotice({ type: 'reverted', from, to })
    onChange()
  }

  async #apply(blocks: readonly BlockWithLogs[]): Promise<void> {
    const { build, signal, onNotice } = this.#options
    let waiting: { block: BlockPointer; changes: EntityChange[] }[] = []
    const commit = () => {
      this.#commit(waiting)
      waiting = []
    }
    let turnEnds = performance.now() + TURN_MS
    for (const item of blocks) {
      try {
        const changes = processBlock(build, this.#cache, item, (log) => onNotice({ type: 'log', ...log }))
        const { number, hash, parentHash, timestamp } = item.block
        waiting.push({ block: { number, hash, parentHash, timestamp }, changes })
        this.#events += item.logs.length
      } catch (error) {
        if (!(error instanceof IndexerError && error.code === 'handler-failed')) throw error
        commit()
        this.#fail(error, item.block)
        return
      }
      if (waiting.length >= BLOCKS_PER_COMMIT) commit()
      if (performance.now() > turnEnds) {
        await nextTurn()
        if (signal.aborted) return
        turnEnds = performance.now() + TURN_MS
      }
    }
    commit()
  }

  #commit(list: readonly { block: BlockPointer; changes: EntityChange[] }[]): void {
    const { store, onChange } = this.#options
    const [only] = list
    if (only === undefined) return
    if (list.length === 1) store.commitBlock(only.block, only.changes)
    else store.commitBlocks(list)
    this.#cache.forgetWaiting()
    onChange()
    this.#report()
  }

  #report(): void {
    const head = this.#options.store.head()?.number ?? -1
    const latest = Math.max(this.#latest ?? head, head)
    const now = performance.now()
    if (head < latest && now - this.#reportedAt < REPORT_MS) return
    this.#reportedAt = now
    this.#options.onNotice({ type: 'progress', head, latest, events: this.#events })
  }

  /** The block of a failure counts as indexed, without changes, as in graph-node. */
  #fail(error: IndexerError, { number, hash, parentHash, timestamp }: BlockPointer): void {
    const { store, onNotice, onChange } = this.#options
    const block = { number, hash, parentHash, timestamp }
    store.setFailed({ message: error.message, details: error.details }, block)
    onNotice({ type: 'failed', message: error.message, details: error.details })
    onChange()
  }
}
