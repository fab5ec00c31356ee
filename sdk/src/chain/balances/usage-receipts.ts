import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { verifyTypedData } from 'ethers'
import type { Signer, TypedData } from '../../signers/index.ts'
import { fromHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'

/** What one row of a charge is for. */
export type UsageRow = {
  /** Address of the account that is charged. */
  account: string
  /** What was metered, for example `storage-bytes`. */
  meter: string
  quantity: bigint
  microUsd: bigint
}

/** A row with its place in a batch, signed by the operator, and the proof that the chain knows it. */
export type UsageReceipt = UsageRow & {
  operator: string
  batch: number
  /** Row of the batch. */
  row: number
  /** EIP-712 signature of the operator. */
  signature: string
  /** Merkle proof up to the batch's receipts root. */
  proof: string[]
}

/** chain id, Balances, operator, batch, row, account, meter, quantity, micro-dollars. */
const leafTypes = [
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

type Place = { operator: string; batch: number; row: number }

/**
 * Signs the rows of a batch and gives the root that goes on chain with the charge. Leaves are hashed twice
 * (OpenZeppelin's standard Merkle tree) and hold chain and contract, so none counts anywhere else.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { connectChain, makeReceipts } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * const account = '0x52908400098527886E0F7030069857D2E4169EE7'
 * const usage = [{ account, meter: 'storage-byte-days', quantity: 5_000_000n, microUsd: 10_000n }]
 * const { root, receipts } = await makeReceipts(chain, signer, 0, usage)
 * ```
 */
export async function makeReceipts(
  chain: Chain,
  signer: Signer,
  batch: number,
  rows: readonly UsageRow[],
): Promise<{ root: Uint8Array; receipts: UsageReceipt[] }> {
  const operator = signer.address
  const tree = StandardMerkleTree.of(
    rows.map((row, index) => leafOf(chain, { operator, batch, row: index }, row)),
    leafTypes,
  )
  const receipts = await Promise.all(
    rows.map(async (row, index) => ({
      ...row,
      operator,
      batch,
      row: index,
      signature: await signer.signTypedData(typedData(chain, { operator, batch, row: index }, row)),
      proof: tree.getProof(index),
    })),
  )
  return { root: fromHex(tree.root), receipts }
}

/**
 * Whether a receipt is signed by its operator and belongs to the batch with that root.
 *
 * @example
 * ```ts
 * import { fromPrivateKey, toHex } from '@space/sdk'
 * import { connectChain, makeReceipts, verifyReceipt } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * const account = '0x52908400098527886E0F7030069857D2E4169EE7'
 * const usage = [{ account, meter: 'storage-byte-days', quantity: 5_000_000n, microUsd: 10_000n }]
 * const { root, receipts } = await makeReceipts(chain, signer, 0, usage)
 * console.log(receipts.every((receipt) => verifyReceipt(chain, receipt, toHex(root))))
 * ```
 */
export function verifyReceipt(chain: Chain, receipt: UsageReceipt, receiptsRoot: string): boolean {
  const { domain, types, message } = typedData(chain, receipt, receipt)
  if (verifyTypedData(domain, types, message, receipt.signature) !== receipt.operator) return false
  return StandardMerkleTree.verify(receiptsRoot, leafTypes, leafOf(chain, receipt, receipt), receipt.proof)
}

function leafOf(
  chain: Chain,
  { operator, batch, row }: Place,
  { account, meter, quantity, microUsd }: UsageRow,
) {
  return [chain.chainId, chain.addresses.balances, operator, batch, row, account, meter, quantity, microUsd]
}

function typedData(chain: Chain, { operator, batch, row }: Place, usage: UsageRow): TypedData {
  const { account, meter, quantity, microUsd } = usage
  return {
    domain: {
      name: 'Space Balances',
      version: '1',
      chainId: chain.chainId,
      verifyingContract: chain.addresses.balances,
    },
    types: { UsageReceipt: receiptType },
    message: { operator, batch, row, account, meter, quantity, microUsd },
  }
}
