/** A transaction as mappings see it. */
export type Transaction = {
  readonly hash: Uint8Array
  readonly index: bigint
  readonly from: Uint8Array
  readonly to: Uint8Array | undefined
  readonly value: bigint
  readonly gasLimit: bigint
  readonly gasPrice: bigint
  readonly input: Uint8Array
  readonly nonce: bigint
}

/** An event log. */
export type Log = {
  readonly address: string
  /** Lower-case 0x hex. */
  readonly topics: readonly string[]
  readonly data: Uint8Array
  readonly blockNumber: number
  readonly blockHash: string
  readonly transactionHash: string
  readonly transactionIndex: number
  readonly logIndex: number
}

/** A receipt of a transaction, with all its logs. */
export type Receipt = {
  readonly transactionHash: Uint8Array
  readonly transactionIndex: bigint
  readonly blockHash: Uint8Array
  readonly blockNumber: bigint
  readonly cumulativeGasUsed: bigint
  readonly gasUsed: bigint
  readonly contractAddress: Uint8Array | undefined
  readonly logs: readonly Log[]
  readonly status: bigint | undefined
  readonly root: Uint8Array | undefined
  readonly logsBloom: Uint8Array
}

/** A block's header as mappings see it, and the transactions that logs of interest are in. */
export type Block = {
  readonly number: number
  /** Lower-case 0x hex. */
  readonly hash: string
  readonly parentHash: string
  /** Seconds. */
  readonly timestamp: number
  readonly unclesHash: Uint8Array
  readonly author: Uint8Array
  readonly stateRoot: Uint8Array
  readonly transactionsRoot: Uint8Array
  readonly receiptsRoot: Uint8Array
  readonly gasUsed: bigint
  readonly gasLimit: bigint
  readonly difficulty: bigint
  readonly totalDifficulty: bigint
  readonly sizeBytes: bigint | undefined
  readonly baseFeePerGas: bigint | undefined
  /** Empty where the node gives none. */
  readonly logsBloom: Uint8Array
}

/** A block with what its triggers need. */
export type BlockWithLogs = {
  readonly block: Block
  /** By ascending log index. */
  readonly logs: readonly Log[]
  /** By lower-case 0x hash; holds at least the transactions of `logs`. */
  readonly transactions: ReadonlyMap<string, Transaction>
  /** By transaction hash, for the data sources that ask for receipts. */
  readonly receipts: ReadonlyMap<string, Receipt>
}

/** A block of the indexed chain. Timestamp in seconds. */
export type BlockPointer = {
  readonly number: number
  readonly hash: string
  readonly parentHash: string
  readonly timestamp: number
}
