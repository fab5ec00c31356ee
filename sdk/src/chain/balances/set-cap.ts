import type { Call, CallReceipt } from '../../signers/index.ts'
import type { Address } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkUint } from '../check-argument.ts'
import { encodeCall } from '../contract.ts'
import { extractEvent } from '../extract-event.ts'
import { sendCall, type WriteOptions } from '../send-call.ts'

/** Value of a cap argument that leaves the cap as it is. */
export const keepCap = 2n ** 48n - 1n

/** How much operators may charge in 30 days. */
export type Cap = {
  /** Micro-dollars; 0 stops charging. */
  capMicroUsd: bigint
}

/** What the contract says about a cap that was set. */
export type CapSetEvent = Cap & {
  /** Whose it is (ERC-55). */
  account: Address
}

/**
 * The call that sets how much operators may charge in 30 days. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { setCapCall } from '@space/sdk/chain'
 *
 * const call = setCapCall(chain, { capMicroUsd: 20_000_000n })
 * ```
 */
export function setCapCall(chain: Pick<Chain, 'addresses'>, { capMicroUsd }: Cap): Call {
  return encodeCall(chain, 'balances', 'setCap', [checkUint(capMicroUsd, 48, 'capMicroUsd')])
}

/**
 * Sets the cap of the signer's account. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { setCap } from '@space/sdk/chain'
 *
 * await setCap(chain, { signer, capMicroUsd: 20_000_000n })
 * ```
 */
export async function setCap(chain: Chain, options: Cap & WriteOptions): Promise<CallReceipt> {
  return sendCall(chain, options, setCapCall(chain, options), 'the new cap')
}

/**
 * The cap that a transaction set. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { extractSetCap, setCap } from '@space/sdk/chain'
 *
 * const receipt = await setCap(chain, { signer, capMicroUsd: 20_000_000n })
 * console.log(extractSetCap(chain, receipt).account)
 * ```
 */
export function extractSetCap(chain: Pick<Chain, 'addresses'>, receipt: CallReceipt): CapSetEvent {
  const { account, cap } = extractEvent(chain, 'balances', 'CapSet', receipt)
  return { account: account as Address, capMicroUsd: cap }
}
