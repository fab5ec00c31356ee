import { LRUCache } from 'lru-cache'
import { IndexerError } from '../errors.ts'
import { type BloomQuery, makeBloomQuery, mayHoldLogs } from './bloom.ts'
import type { Block, BlockWithLogs, Log, Receipt } from './chain-types.ts'
import {
  isRemoved,
  missingHeaderFields,
  parseBlock,
  parseLog,
  parseReceipt,
  parseTransactions,
  type RpcObject,
} from './parse-rpc.ts'
import type { RpcClient } from './rpc-client.ts'

/** What to ask a node's `eth_getLogs` for: every log that any data source may want, and little else. */
export type LogFilter = {
  /** Undefined asks for all contracts. */
  readonly addresses: readonly string[] | undefined
  readonly topics0: readonly string[]
}

/** What is fetched of blocks. */
export type BlockNeeds = {
  /** Undefined fetches no logs. */
  readonly logs: LogFilter | undefined
  /** Topic 0 of the events whose handlers want receipts. */
  readonly receiptTopics: ReadonlySet<string>
  /** Blocks that are wanted even without logs. */
  readonly wantsBlock: (blockNumber: number) => boolean
}

/** Times that a node is asked again for logs that only a bloom speaks of. */
const MAX_BLOOM_RETRIES = 5

/** Blocks that are asked for at a time; the client makes batches of them. */
const PARALLEL_REQUESTS = 50

/** Reads one chain through a node. */
export class ChainSource {
  readonly #rpc: RpcClient
  readonly #needs: BlockNeeds
  readonly #bloomQuery: BloomQuery | undefined
  readonly #onWarning: (message: string) => void
  /** Warnings that were given; each is given once. */
  readonly #warned = new Set<string>()
  /** How often a block was asked again for logs that its bloom speaks of. */
  readonly #bloomRetries = new LRUCache<string, number>({ max: 1_000 })

  constructor(rpc: RpcClient, needs: BlockNeeds, onWarning: (message: string) => void = () => {}) {
    this.#rpc = rpc
    this.#needs = needs
    this.#onWarning = onWarning
    this.#bloomQuery = needs.logs && makeBloomQuery(needs.logs.addresses, needs.logs.topics0)
  }

  /** Chain id and hash of block 0: together they name a chain, and a restarted local chain is another one. */
  async identity(): Promise<{ chainId: string; genesisHash: string }> {
    const [chainId, genesis] = await Promise.all([this.#rpc.call('eth_chainId', []), this.header(0)])
    return { chainId: String(chainId), genesisHash: genesis?.hash ?? 'unknown' }
  }

  async latest(): Promise<Block> {
    const raw = await this.#rpc.call('eth_getBlockByNumber', ['latest', false])
    return this.#readBlock(raw as RpcObject)
  }

  /** Undefined where the chain is shorter. */
  async header(blockNumber: number): Promise<Block | undefined> {
    const raw = await this.#rpc.call('eth_getBlockByNumber', [toQuantity(blockNumber), false])
    return raw === null ? undefined : this.#readBlock(raw as RpcObject)
  }

  /** One block whose header is known, read by hash, so that a reorg in between shows as an error. */
  async blockAt(block: Block): Promise<BlockWithLogs> {
    const logs = await this.#logs({ blockHash: block.hash })
    return (await this.#complete(logs.length === 0 ? block : undefined, block.hash, logs)) as BlockWithLogs
  }

  /**
   * The blocks from `from` to `to` that have logs or are wanted, and always the last; all of them with `every`.
   * Throws `chain-inconsistent` when the chain changed meanwhile; trying again is the answer.
   */
  async blocks(from: number, to: number, options: { every: boolean }): Promise<BlockWithLogs[]> {
    const last = await this.#existingHeader(to)
    const logs = await this.#logs({ fromBlock: toQuantity(from), toBlock: toQuantity(to) })
    const byBlock = Map.groupBy(logs, (log) => log.blockNumber)
    const numbers: number[] = []
    for (let number = from; number <= to; number++) {
      const isWanted = options.every || number === to || this.#needs.wantsBlock(number)
      if (isWanted || byBlock.has(number)) numbers.push(number)
    }
    const blocks = await mapParallel(numbers, (number) => {
      const ofBlock = byBlock.get(number) ?? []
      return this.#complete(
        number === to && ofBlock.length === 0 ? last : undefined,
        toQuantity(number),
        ofBlock,
      )
    })
    const after = await this.#existingHeader(to)
    if (after.hash !== last.hash) throw inconsistent('the chain changed while it was read', last)
    checkLinks(blocks)
    return blocks
  }

  async #complete(known: Block | undefined, id: string, logs: readonly Log[]): Promise<BlockWithLogs> {
    if (known !== undefined) {
      await this.#confirmNoLogs(known)
      return { block: known, logs: [], transactions: new Map(), receipts: new Map() }
    }
    const method = id.length === 66 ? 'eth_getBlockByHash' : 'eth_getBlockByNumber'
    const raw = (await this.#rpc.call(method, [id, logs.length > 0])) as RpcObject | null
    if (raw === null) throw inconsistent('the node does not have the block that it named', { id })
    const block = this.#readBlock(raw)
    if (logs.some((log) => log.blockHash !== block.hash)) {
      throw inconsistent('the logs of the block are those of another one', block)
    }
    if (logs.length === 0) await this.#confirmNoLogs(block)
    const wanted = new Set(logs.map((log) => log.transactionHash))
    return {
      block,
      logs: logs.toSorted((a, b) => a.logIndex - b.logIndex),
      transactions: parseTransactions(raw, wanted),
      receipts: await this.#receipts(logs),
    }
  }

  /**
   * Looks whether a block without logs really has none: nodes give blocks before their logs. Where the bloom speaks of
   * some, the receipts decide; a node without `eth_getBlockReceipts` is asked a few times more.
   */
  async #confirmNoLogs(block: Block): Promise<void> {
    if (this.#bloomQuery === undefined || !mayHoldLogs(block.logsBloom, this.#bloomQuery)) return
    const receipts = await this.#blockReceipts(block.hash)
    if (receipts !== undefined) {
      const logs = receipts.flatMap((receipt) => receipt.logs as RpcObject[])
      if (logs.some((log) => this.#isWanted(parseLog(log)))) {
        throw inconsistent('the node has the block but not yet its logs, which its receipts show', block)
      }
      return
    }
    const retries = (this.#bloomRetries.get(block.hash) ?? 0) + 1
    this.#bloomRetries.set(block.hash, retries)
    if (retries <= MAX_BLOOM_RETRIES) {
      throw inconsistent('the bloom of the block speaks of logs that the node does not give', block)
    }
    this.#warn(
      `block ${block.number} (${block.hash}) is taken to have no logs of the subgraph although its bloom speaks of some`,
    )
  }

  async #blockReceipts(blockHash: string): Promise<RpcObject[] | undefined> {
    try {
      const raw = await this.#rpc.call('eth_getBlockReceipts', [blockHash])
      const isList = Array.isArray(raw) && raw.every((receipt) => Array.isArray(receipt?.logs))
      return isList ? (raw as RpcObject[]) : undefined
    } catch (error) {
      if (error instanceof IndexerError && error.details.refused === true) return undefined
      throw error
    }
  }

  #isWanted({ address, topics }: Log): boolean {
    const { logs } = this.#needs
    const isOurs = logs?.addresses === undefined || logs.addresses.includes(address)
    return logs !== undefined && isOurs && logs.topics0.includes(topics[0] ?? '')
  }

  #readBlock(raw: RpcObject): Block {
    const missing = missingHeaderFields(raw)
    if (missing.length > 0) {
      this.#warn(`the node's blocks have no ${missing.join(', ')}; mappings see zeros there`)
    }
    return parseBlock(raw)
  }

  #warn(message: string): void {
    if (this.#warned.has(message)) return
    this.#warned.add(message)
    this.#onWarning(message)
  }

  async #receipts(logs: readonly Log[]): Promise<Map<string, Receipt>> {
    const wanted = logs.filter((log) => this.#needs.receiptTopics.has(log.topics[0] ?? ''))
    const hashes = [...new Set(wanted.map((log) => log.transactionHash))]
    const receipts = await mapParallel(hashes, async (hash) => {
      const raw = await this.#rpc.call('eth_getTransactionReceipt', [hash])
      if (raw === null)
        throw inconsistent('the node has no receipt of a transaction whose logs it gave', { hash })
      return [hash, parseReceipt(raw as RpcObject)] as const
    })
    return new Map(receipts)
  }

  async #logs(range: { blockHash: string } | { fromBlock: string; toBlock: string }): Promise<Log[]> {
    const filter = this.#needs.logs
    if (filter === undefined) return []
    const address = filter.addresses === undefined ? {} : { address: filter.addresses }
    const raw = await this.#rpc.call('eth_getLogs', [{ ...range, ...address, topics: [filter.topics0] }])
    const current = (raw as RpcObject[]).filter((log) => !isRemoved(log))
    if (current.length < (raw as RpcObject[]).length) {
      this.#warn('the node gives logs of blocks that it has removed from the chain; they are left out')
    }
    return current.map(parseLog)
  }

  async #existingHeader(blockNumber: number): Promise<Block> {
    const block = await this.header(blockNumber)
    if (block === undefined)
      throw inconsistent('the node does not have the block any more', { number: blockNumber })
    return block
  }
}

function checkLinks(blocks: readonly BlockWithLogs[]): void {
  for (let i = 1; i < blocks.length; i++) {
    const { block } = blocks[i] as BlockWithLogs
    const { block: before } = blocks[i - 1] as BlockWithLogs
    if (block.number === before.number + 1 && block.parentHash !== before.hash) {
      throw inconsistent('the parent of the block is not the block before it', block)
    }
  }
}

async function mapParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length)
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const at = next++
      results[at] = await work(items[at] as T)
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL_REQUESTS, items.length) }, worker))
  return results
}

function toQuantity(value: number): string {
  return `0x${value.toString(16)}`
}

/** An answer that does not fit the others; asking again is the way out. */
function inconsistent(reason: string, block: { number?: number; hash?: string; id?: string }): IndexerError {
  const { number, hash, id } = block
  const name = number ?? hash ?? id
  return new IndexerError('chain-inconsistent', `Block ${name}: ${reason}.`, {
    details: {
      block: { ...(number === undefined ? {} : { number }), ...(hash === undefined ? {} : { hash }) },
      reason,
    },
  })
}
