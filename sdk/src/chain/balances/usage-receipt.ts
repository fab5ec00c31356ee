import type { TypedData } from '../../signers/index.ts'
import type { Address, Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'

/** What one row of a charge is for. */
export type UsageRow = {
  /** Address of the account that is charged. */
  account: Address
  /** What was metered, for example `storage-bytes`. */
  meter: string
  quantity: bigint
  microUsd: bigint
}

/** A row with its place in a batch, signed by the operator, and the proof that it belongs to the root on chain. */
export type UsageReceipt = UsageRow & {
  operator: Address
  batch: number
  /** Row of the batch. */
  row: number
  /** EIP-712 signature of the operator. */
  signature: Hex
  /** Merkle proof up to the batch's receipts root. */
  proof: Hex[]
}

/** Where a row is. */
type Place = Pick<UsageReceipt, 'operator' | 'batch' | 'row'>

type ReceiptChain = Pick<Chain, 'chainId' | 'addresses'>

/** chain id, Balances, operator, batch, row, account, meter, quantity, micro-dollars. */
export const leafTypes = [
  'uint256',
  'address',
  'address',
  'uint32',
  'uint32',
  'address',
  'string',
  'uint256',
  'uint64',
]

const receiptType = [
  { name: 'operator', type: 'address' },
  { name: 'batch', type: 'uint32' },
  { name: 'row', type: 'uint32' },
  { name: 'account', type: 'address' },
  { name: 'meter', type: 'string' },
  { name: 'quantity', type: 'uint256' },
  { name: 'microUsd', type: 'uint64' },
]

/** A row as a leaf of the batch's Merkle tree; chain and contract are in it, so that it counts nowhere else. */
export function receiptLeaf(
  { chainId, addresses }: ReceiptChain,
  { operator, batch, row }: Place,
  { account, meter, quantity, microUsd }: UsageRow,
): unknown[] {
  return [chainId, addresses.balances, operator, batch, row, account, meter, quantity, microUsd]
}

/** A row as the operator signs it (EIP-712). */
export function receiptTypedData(
  { chainId, addresses }: ReceiptChain,
  { operator, batch, row }: Place,
  { account, meter, quantity, microUsd }: UsageRow,
): TypedData {
  return {
    domain: { name: 'Space Balances', version: '1', chainId, verifyingContract: addresses.balances },
    types: { UsageReceipt: receiptType },
    message: { operator, batch, row, account, meter, quantity, microUsd },
  }
}
