import { SpaceError } from '../../errors/index.ts'
import type { Call, CallReceipt } from '../../signers/index.ts'
import type { Address } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkAddress, checkUint } from '../check-argument.ts'
import { encodeCall } from '../contract.ts'
import { readEther, sendCall, type WriteOptions } from '../send-call.ts'
import { decodeRevert } from '../translate-failure.ts'
import { type CreditedEvent, extractCredited } from './credited-event.ts'
import { keepCap } from './set-cap.ts'

/** Ether that becomes prepaid dollar credit at the feed's price. */
export type DepositEth = {
  /** Account that is credited. */
  to: Address
  amountWei: bigint
  /** Refuse a price that gives less than this, in micro-dollars. */
  minMicroUsd?: bigint | undefined
  /** Most that operators may charge in 30 days, in micro-dollars; absent = keep. Only for oneself. */
  capMicroUsd?: bigint | undefined
}

/**
 * The call that deposits ether. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { depositEthCall } from '@space/sdk/chain'
 *
 * const call = depositEthCall(chain, { to: account, amountWei: 10n ** 16n })
 * ```
 */
export function depositEthCall(
  chain: Pick<Chain, 'addresses'>,
  { to, amountWei, minMicroUsd = 0n, capMicroUsd = keepCap }: DepositEth,
): Call {
  const call = encodeCall(chain, 'balances', 'depositETH', [
    checkAddress(to, 'to'),
    checkUint(minMicroUsd, 256, 'minMicroUsd'),
    checkUint(capMicroUsd, 48, 'capMicroUsd'),
  ])
  return { ...call, valueWei: checkUint(amountWei, 256, 'amountWei') }
}

/**
 * Deposits ether. Throws `INPUT_INVALID`, `PRICE_STALE` when the feed is too old, or `FUNDS_INSUFFICIENT` when the
 * wallet is empty.
 *
 * @example
 * ```ts
 * import { depositEth } from '@space/sdk/chain'
 *
 * await depositEth(chain, { signer, to: signer.address, amountWei: 10n ** 16n, capMicroUsd: 20_000_000n })
 * ```
 */
export async function depositEth(chain: Chain, options: DepositEth & WriteOptions): Promise<CallReceipt> {
  const { signer, amountWei: needed, signal } = options
  const call = depositEthCall(chain, options)
  const available = await readEther(chain, signer.address, signal)
  if (available < needed) {
    throw new SpaceError('FUNDS_INSUFFICIENT', { what: 'The deposit', needed, available, unit: 'wei' })
  }
  try {
    return await sendCall(chain, options, call, 'the deposit of ether')
  } catch (failure) {
    if (decodeRevert(failure)?.name !== 'BalancesStalePrice') throw failure
    throw new SpaceError('PRICE_STALE', { asset: 'ETH' }, { cause: failure })
  }
}

/**
 * The deposit that a transaction made. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { depositEth, extractDepositEth } from '@space/sdk/chain'
 *
 * const receipt = await depositEth(chain, { signer, to: account, amountWei: 10n ** 16n })
 * console.log(extractDepositEth(chain, receipt).microUsd)
 * ```
 */
export function extractDepositEth(chain: Pick<Chain, 'addresses'>, receipt: CallReceipt): CreditedEvent {
  return extractCredited(chain, receipt)
}
