import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import type { Signer } from '../../signers/index.ts'
import type { Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkAddress, checkUint } from '../check-argument.ts'
import {
  leafTypes,
  receiptLeaf,
  receiptTypedData,
  type UsageReceipt,
  type UsageRow,
} from './usage-receipt.ts'

/**
 * Signs the rows of a batch and gives the root that goes on chain with the charge. Leaves are hashed twice
 * (OpenZeppelin's standard Merkle tree). Nothing is sent. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { createReceipts } from '@space/sdk/chain'
 *
 * const rows = [{ account, meter: 'storage-byte-days', quantity: 5_000_000n, microUsd: 10_000n }]
 * const { root, receipts } = await createReceipts(chain, { signer, batch: 0, rows })
 * ```
 */
export async function createReceipts(
  chain: Pick<Chain, 'chainId' | 'addresses'>,
  { signer, batch, rows }: { signer: Signer; batch: number; rows: readonly UsageRow[] },
): Promise<{ root: Hex; receipts: UsageReceipt[] }> {
  checkUint(batch, 32, 'batch')
  for (const [row, { account, microUsd }] of rows.entries()) {
    checkAddress(account, `rows[${row}].account`)
    checkUint(microUsd, 64, `rows[${row}].microUsd`)
  }
  const operator = signer.address
  const leaves = rows.map((usage, row) => receiptLeaf(chain, { operator, batch, row }, usage))
  const tree = StandardMerkleTree.of(leaves, leafTypes)
  const receipts = await Promise.all(
    rows.map(async (usage, row) => ({
      ...usage,
      operator,
      batch,
      row,
      signature: await signer.signTypedData(receiptTypedData(chain, { operator, batch, row }, usage)),
      proof: tree.getProof(row) as Hex[],
    })),
  )
  return { root: tree.root as Hex, receipts }
}
