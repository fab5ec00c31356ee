import { SpaceError } from '../../errors/index.ts'
import type { Call, CallReceipt } from '../../signers/index.ts'
import type { Address } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkAddress, checkUint } from '../check-argument.ts'
import { encodeCall } from '../contract.ts'
import { extractEvent } from '../extract-event.ts'
import { sendCall, type WriteOptions } from '../send-call.ts'
import { decodeRevert } from '../translate-failure.ts'

/** Principal that goes back to a wallet. */
export type Withdrawal = {
  /** Micro-dollars of principal. */
  microUsd: bigint
  /** Receiver of the coins. */
  to: Address
}

/** What the contract says about a withdrawal. */
export type WithdrawnEvent = Withdrawal & {
  /** Whose principal it was (ERC-55). */
  account: Address
}

/**
 * The call that withdraws principal. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { withdrawCall } from '@space/sdk/chain'
 *
 * const call = withdrawCall(chain, { microUsd: 1_000_000n, to: account })
 * ```
 */
export function withdrawCall(chain: Pick<Chain, 'addresses'>, { microUsd, to }: Withdrawal): Call {
  const inputs = [checkUint(microUsd, 256, 'microUsd'), checkAddress(to, 'to')] as const
  return encodeCall(chain, 'balances', 'withdraw', [...inputs])
}

/**
 * Withdraws principal, coin for coin. Throws `INPUT_INVALID`, or `FUNDS_INSUFFICIENT` when there is less.
 *
 * @example
 * ```ts
 * import { withdraw } from '@space/sdk/chain'
 *
 * await withdraw(chain, { signer, microUsd: 1_000_000n, to: signer.address })
 * ```
 */
export async function withdraw(chain: Chain, options: Withdrawal & WriteOptions): Promise<CallReceipt> {
  const call = withdrawCall(chain, options)
  try {
    return await sendCall(chain, options, call, 'the withdrawal')
  } catch (failure) {
    const revert = decodeRevert(failure)
    if (revert?.name !== 'BalancesShort') throw failure
    const [, needed, available] = revert.args as [string, bigint, bigint]
    const data = { what: 'The withdrawal', needed, available, unit: 'micro-dollars' }
    throw new SpaceError('FUNDS_INSUFFICIENT', data, { cause: failure })
  }
}

/**
 * The withdrawal that a transaction made. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { extractWithdraw, withdraw } from '@space/sdk/chain'
 *
 * const receipt = await withdraw(chain, { signer, microUsd: 1_000_000n, to: account })
 * console.log(extractWithdraw(chain, receipt).account)
 * ```
 */
export function extractWithdraw(chain: Pick<Chain, 'addresses'>, receipt: CallReceipt): WithdrawnEvent {
  const { account, to, usd } = extractEvent(chain, 'balances', 'Withdrawn', receipt)
  return { account: account as Address, to: to as Address, microUsd: usd }
}
