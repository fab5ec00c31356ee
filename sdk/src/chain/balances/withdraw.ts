import { SpaceError } from '../../errors/index.ts'
import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import type { OperationOptions } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'
import { decodeRevert } from '../translate-failure.ts'

/** Principal that goes back to a wallet. */
export type Withdrawal = {
  /** Micro-dollars of principal. */
  microUsd: bigint
  /** Receiver of the coins. */
  to: string
}

/** The call that withdraws principal. */
export function withdrawCall(chain: Chain, { microUsd, to }: Withdrawal): Call {
  return {
    to: chain.addresses.balances,
    data: chain.balances.interface.encodeFunctionData('withdraw', [microUsd, to]),
    valueWei: 0n,
  }
}

/** Withdraws principal, coin for coin. Throws `FUNDS_INSUFFICIENT` when there is less. */
export async function withdraw(
  chain: Chain,
  signer: Signer,
  withdrawal: Withdrawal,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  try {
    return await sendCall(chain, signer, withdrawCall(chain, withdrawal), 'the withdrawal', options)
  } catch (failure) {
    const revert = decodeRevert(failure)
    if (revert?.name !== 'BalancesShort') throw failure
    const [, needed, available] = revert.args as [string, bigint, bigint]
    const data = { what: 'The withdrawal', needed, available, unit: 'micro-dollars' }
    throw new SpaceError('FUNDS_INSUFFICIENT', data, { cause: failure })
  }
}
