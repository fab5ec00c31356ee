import type { ContractAddresses } from '../contracts/index.ts'
import type { Request } from '../utils/index.ts'

/** A checked connection to one chain and its three contracts. */
export type Chain = {
  /** Sends one JSON-RPC request (EIP-1193). Rejects with `CHAIN_UNREACHABLE` or with what the node refused. */
  readonly request: Request
  /** Origin of the node's URL, for messages: a path or query may hold a key. */
  readonly endpoint: string
  readonly chainId: bigint
  /** Where the contracts are, and the first block that can hold one of their events. */
  readonly addresses: ContractAddresses
}

/** Options of what reads the chain. */
export type ReadOptions = {
  /** Reads the state behind that block; that of the newest block by default. */
  blockNumber?: number | undefined
  /** Stops waiting; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined
}
