import type { Address } from '../../utils/index.ts'
import type { Chain, ReadOptions } from '../chain.ts'
import { checkAddress } from '../check-argument.ts'
import { readContract } from '../contract.ts'

/**
 * Number of an operator's next batch.
 *
 * @example
 * ```ts
 * import { readNextBatch } from '@space/sdk/chain'
 *
 * const batch = await readNextBatch(chain, { operator: signer.address })
 * ```
 */
export async function readNextBatch(
  chain: Chain,
  { operator, ...options }: { operator: Address } & ReadOptions,
): Promise<number> {
  const { batch } = await readContract(chain, 'balances', 'operatorOf', {
    inputs: [checkAddress(operator, 'operator')],
    ...options,
    operation: 'reading the operator',
  })
  return Number(batch)
}
