import type { Chain } from '../chain.ts'
import { readChain } from '../translate-failure.ts'

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
 * import { connectChain, readBalance } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const { totalMicroUsd } = await readBalance(chain, '0x52908400098527886E0F7030069857D2E4169EE7')
 * ```
 */
export async function readBalance(chain: Chain, account: string): Promise<Balance> {
  const { credit, principal, cap, spent } = await readChain(chain, 'reading the balance', () =>
    chain.balances.accountOf(account),
  )
  return {
    creditMicroUsd: credit,
    principalMicroUsd: principal,
    totalMicroUsd: credit + principal,
    capMicroUsd: cap,
    spentMicroUsd: spent,
  }
}
