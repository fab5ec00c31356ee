import type { Address } from '../../utils/index.ts'
import type { Chain, ReadOptions } from '../chain.ts'
import { checkAddress } from '../check-argument.ts'
import { readContract } from '../contract.ts'

/** A balance, in micro-dollars. */
export type Balance = {
  /** Prepaid; negative = debt. */
  creditMicroUsd: bigint
  /** Withdrawable at any time, coin for coin. */
  principalMicroUsd: bigint
  /** credit + principal. */
  totalMicroUsd: bigint
  /** Most that operators may charge in 30 days. */
  capMicroUsd: bigint
  /** Charged in the running period. */
  spentMicroUsd: bigint
}

/**
 * Reads the balance of an account from the chain.
 *
 * @example
 * ```ts
 * import { readBalance } from '@space/sdk/chain'
 *
 * const { totalMicroUsd } = await readBalance(chain, { account })
 * ```
 */
export async function readBalance(
  chain: Chain,
  { account, ...options }: { account: Address } & ReadOptions,
): Promise<Balance> {
  const inputs = [checkAddress(account, 'account')] as const
  const operation = 'reading the balance'
  const found = await readContract(chain, 'balances', 'accountOf', {
    inputs: [...inputs],
    ...options,
    operation,
  })
  const { credit, principal, cap, spent } = found
  return {
    creditMicroUsd: credit,
    principalMicroUsd: principal,
    totalMicroUsd: credit + principal,
    capMicroUsd: cap,
    spentMicroUsd: spent,
  }
}
