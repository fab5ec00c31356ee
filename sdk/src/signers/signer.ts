import type { Address, Hex } from '../utils/index.ts'

/** One contract call, ready to be sent by a wallet, a Safe or a Governor. */
export type Call = {
  /** Contract address. */
  to: Address
  /** ABI-encoded calldata. */
  data: Hex
  /** Wei sent along. */
  valueWei: bigint
}

/** What the chain says about a call that was mined. */
export type CallReceipt = {
  transactionHash: Hex
  blockNumber: number
  gasUsed: bigint
  /** Wei paid for one unit of gas. */
  gasPriceWei: bigint
  logs: readonly Log[]
}

/** One event as the chain keeps it. */
export type Log = { address: Address; topics: readonly Hex[]; data: Hex }

/** Typed data of EIP-712. */
export type TypedData = {
  domain: { name: string; version: string; chainId: bigint; verifyingContract: Address }
  types: Record<string, { name: string; type: string }[]>
  message: Record<string, unknown>
}

/** Three members are all that Space asks of a wallet. */
export type Signer = {
  /** Address (ERC-55). */
  readonly address: Address
  /** EIP-712 signature. */
  signTypedData(data: TypedData): Promise<Hex>
  /** Sends the calls in order and waits until each is mined. Rejects when one reverts. */
  sendCalls(calls: readonly Call[], options?: { signal?: AbortSignal | undefined }): Promise<CallReceipt[]>
}
