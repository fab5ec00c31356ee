import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import type { OperationOptions } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'

/** Value of a cap argument that leaves the cap as it is. */
export const keepCap = 2n ** 48n - 1n

/**
 * The call that sets how much operators may charge in 30 days, in micro-dollars; 0 stops charging.
 *
 * @example
 * ```ts
 * import { connectChain, setCapCall } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const call = setCapCall(chain, 20_000_000n)
 * ```
 */
export function setCapCall(chain: Chain, capMicroUsd: bigint): Call {
  return {
    to: chain.addresses.balances,
    data: chain.balances.interface.encodeFunctionData('setCap', [capMicroUsd]),
    valueWei: 0n,
  }
}

/**
 * Sets the cap of the signer's account.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { connectChain, setCap } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * await setCap(chain, signer, 20_000_000n)
 * ```
 */
export function setCap(
  chain: Chain,
  signer: Signer,
  capMicroUsd: bigint,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  return sendCall(chain, signer, setCapCall(chain, capMicroUsd), 'the new cap', options)
}
