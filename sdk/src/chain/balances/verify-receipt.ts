import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { verifyTypedData } from 'ethers'
import type { Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkBytes32 } from '../check-argument.ts'
import { leafTypes, receiptLeaf, receiptTypedData, type UsageReceipt } from './usage-receipt.ts'

/**
 * Whether a receipt is signed by its operator and belongs to the batch with that root. Throws `INPUT_INVALID` when the
 * root is no hash.
 *
 * @example
 * ```ts
 * import { createReceipts, verifyReceipt } from '@space/sdk/chain'
 *
 * const rows = [{ account, meter: 'storage-byte-days', quantity: 5_000_000n, microUsd: 10_000n }]
 * const { root, receipts } = await createReceipts(chain, { signer, batch: 0, rows })
 * console.log(receipts.every((receipt) => verifyReceipt(chain, { receipt, receiptsRoot: root })))
 * ```
 */
export function verifyReceipt(
  chain: Pick<Chain, 'chainId' | 'addresses'>,
  { receipt, receiptsRoot }: { receipt: UsageReceipt; receiptsRoot: Hex },
): boolean {
  const root = checkBytes32(receiptsRoot, 'receiptsRoot')
  const { domain, types, message } = receiptTypedData(chain, receipt, receipt)
  if (verifyTypedData(domain, types, message, receipt.signature) !== receipt.operator) return false
  return StandardMerkleTree.verify(root, leafTypes, receiptLeaf(chain, receipt, receipt), receipt.proof)
}
