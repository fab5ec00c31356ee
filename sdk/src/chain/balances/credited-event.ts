import type { CallReceipt } from '../../signers/index.ts'
import type { Address } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { extractEvent } from '../extract-event.ts'

/** What the contract says about a deposit. */
export type CreditedEvent = {
  /** Whose it is now (ERC-55). */
  account: Address
  /** Who paid (ERC-55). */
  payer: Address
  /** Wei, or units of the coin. */
  amount: bigint
  /** What it counts as: principal for the coin, credit for ether. */
  microUsd: bigint
}

/** The deposit that a transaction made. Throws `EVENT_MISSING`. */
export function extractCredited(chain: Pick<Chain, 'addresses'>, receipt: CallReceipt): CreditedEvent {
  const { account, payer, amount, usd } = extractEvent(chain, 'balances', 'Credited', receipt)
  return { account: account as Address, payer: payer as Address, amount, microUsd: usd }
}
