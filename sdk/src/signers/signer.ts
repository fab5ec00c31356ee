import type { OperationOptions } from '../utils/index.ts'

/** One contract call, ready to be sent by a wallet, a Safe or a Governor. */
export type Call = {
  /** Contract address. */
  to: string
  /** ABI-encoded calldata, 0x hex. */
  data: string
  /** Wei sent along. */
  valueWei: bigint
}

/** What the chain says about a call that was mined. */
export type CallReceipt = {
  transactionHash: string
  blockNumber: number
  gasUsed: bigint
  /** Wei paid for one unit of gas. */
  gasPriceWei: bigint
  logs: readonly { address: string; topics: readonly string[]; data: string }[]
}

/** Typed data of EIP-712. */
export type TypedData = {
  domain: { name: string; version: string; chainId: bigint; verifyingContract: string }
  types: Record<string, { name: string; type: string }[]>
  message: Record<string, unknown>
}

/** Three methods are all that Space asks of a wallet. */
export type Signer = {
  /** Checksummed address (ERC-55). */
  readonly address: string
  /** EIP-712 signature, 0x hex. */
  signTypedData(data: TypedData): Promise<string>
  /** Sends the calls in order and waits until each is mined. Rejects when one reverts. */
  sendCalls(calls: readonly Call[], options?: OperationOptions): Promise<CallReceipt[]>
}
