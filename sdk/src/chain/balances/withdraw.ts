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

/**
 * The call that withdraws principal.
 *
 * @example
 * ```ts
 * import { connectChain, withdrawCall } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const to = '0x52908400098527886E0F7030069857D2E4169EE7'
 * const call = withdrawCall(chain, { microUsd: 1_000_000n, to })
 * ```
 */
export function withdrawCall(chain: Chain, { microUsd, to }: Withdrawal): Call {
  return {
    to: chain.addresses.balances,
    data: chain.balances.interface.encodeFunctionData('withdraw', [microUsd, to]),
    valueWei: 0n,
  }
}

/**
 * Withdraws principal, coin for coin. Throws `FUNDS_INSUFFICIENT` when there is less.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { connectChain, withdraw } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * await withdraw(chain, signer, { microUsd: 1_000_000n, to: signer.address })
 * ```
 */
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
