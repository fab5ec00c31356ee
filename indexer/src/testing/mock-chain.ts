import { createHash } from 'node:crypto'
import { keccak_256 } from '@noble/hashes/sha3.js'

/** A log to put into a block. */
export type MockLog = { readonly address: string; readonly topics: readonly string[]; readonly data: string }

type Json = Record<string, unknown>

type MockBlock = {
  readonly number: number
  readonly hash: string
  readonly parentHash: string
  readonly logs: readonly Json[]
  readonly header: Json
  readonly transactions: readonly Json[]
}

const ZERO_HASH = `0x${'00'.repeat(32)}`
const GENESIS_TIME = 1_700_000_000

/** A chain in memory that can be rewritten at will. Each log gets a transaction of its own. */
export class MockChain {
  readonly chainId: number
  #blocks: MockBlock[] = []
  #salt: string

  constructor(options: { chainId?: number; salt?: string } = {}) {
    this.chainId = options.chainId ?? 31337
    this.#salt = options.salt ?? 'chain'
    this.mine([])
  }

  get latest(): number {
    return this.#blocks.length - 1
  }

  /** The logs of every block from 1 on, to build the same chain elsewhere. */
  block(number: number): MockBlock | undefined {
    return this.#blocks[number]
  }

  byHash(hash: string): MockBlock | undefined {
    return this.#blocks.find((block) => block.hash === hash)
  }

  range(from: number, to: number): readonly MockBlock[] {
    return this.#blocks.slice(from, to + 1)
  }

  mine(logs: readonly MockLog[]): void {
    const number = this.#blocks.length
    const parentHash = this.#blocks.at(-1)?.hash ?? ZERO_HASH
    const hash = digest(`${this.#salt} ${number} ${parentHash} ${JSON.stringify(logs)}`)
    const transactions = logs.map((log, i) =>
      mockTransaction(digest(`${hash} ${i}`), i, number, hash, log.address),
    )
    this.#blocks.push({
      number,
      hash,
      parentHash,
      header: mockHeader(number, hash, parentHash, logs),
      transactions,
      logs: logs.map((log, i) => ({
        ...log,
        blockNumber: hex(number),
        blockHash: hash,
        transactionHash: (transactions[i] as Json).hash,
        transactionIndex: hex(i),
        logIndex: hex(i),
        removed: false,
      })),
    })
  }

  /** Drops the last blocks; what is mined next differs from what was there. */
  rewind(depth: number): void {
    this.#salt += `'`
    this.#blocks = this.#blocks.slice(0, Math.max(1, this.#blocks.length - depth))
  }
}

function mockHeader(number: number, hash: string, parentHash: string, logs: readonly MockLog[]): Json {
  return {
    number: hex(number),
    hash,
    parentHash,
    timestamp: hex(GENESIS_TIME + number * 12),
    sha3Uncles: ZERO_HASH,
    miner: `0x${'00'.repeat(20)}`,
    stateRoot: ZERO_HASH,
    transactionsRoot: ZERO_HASH,
    receiptsRoot: ZERO_HASH,
    gasUsed: '0x5208',
    gasLimit: '0x1c9c380',
    difficulty: '0x0',
    size: '0x200',
    baseFeePerGas: '0x7',
    logsBloom: bloomOf(logs.flatMap(({ address, topics }) => [address, ...topics])),
  }
}

function mockTransaction(hash: string, index: number, block: number, blockHash: string, to: string): Json {
  return {
    hash,
    transactionIndex: hex(index),
    blockNumber: hex(block),
    blockHash,
    from: `0x${'aa'.repeat(20)}`,
    to,
    value: '0x0',
    gas: '0x5208',
    gasPrice: '0x9',
    input: '0x',
    nonce: hex(block * 1000 + index),
  }
}

/** The bloom of addresses and topics (yellow paper, 4.4.3). */
function bloomOf(items: readonly string[]): string {
  const bloom = Buffer.alloc(256)
  for (const item of items) {
    const hash = Buffer.from(keccak_256(Buffer.from(item.slice(2), 'hex')))
    for (const at of [0, 2, 4]) {
      const bit = hash.readUInt16BE(at) % 2048
      bloom[255 - Math.floor(bit / 8)] = (bloom[255 - Math.floor(bit / 8)] as number) | (1 << (bit % 8))
    }
  }
  return `0x${bloom.toString('hex')}`
}

function digest(text: string): string {
  return `0x${createHash('sha256').update(text).digest('hex')}`
}

function hex(value: number): string {
  return `0x${value.toString(16)}`
}
