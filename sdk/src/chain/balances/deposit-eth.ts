import { SpaceError } from '../../errors/index.ts'
import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import type { OperationOptions } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'
import { decodeRevert, readChain } from '../translate-failure.ts'
import { keepCap } from './cap.ts'

/** Ether that becomes prepaid dollar credit at the feed's price. */
export type DepositEth = {
  /** Account that is credited. */
  to: string
  amountWei: bigint
  /** Refuse a price that gives less than this, in micro-dollars. */
  minMicroUsd?: bigint
  /** Most that operators may charge in 30 days, in micro-dollars; absent = keep. Only for oneself. */
  capMicroUsd?: bigint
}

/**
 * The call that deposits ether.
 *
 * @example
 * ```ts
 * import { connectChain, depositEthCall } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const to = '0x52908400098527886E0F7030069857D2E4169EE7'
 * const call = depositEthCall(chain, { to, amountWei: 10n ** 16n })
 * ```
 */
export function depositEthCall(
  chain: Chain,
  { to, amountWei, minMicroUsd = 0n, capMicroUsd = keepCap }: DepositEth,
): Call {
  return {
    to: chain.addresses.balances,
    data: chain.balances.interface.encodeFunctionData('depositETH', [to, minMicroUsd, capMicroUsd]),
    valueWei: amountWei,
  }
}

/**
 * Deposits ether. Throws `PRICE_STALE` when the feed is too old, `FUNDS_INSUFFICIENT` when the wallet is empty.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { connectChain, depositEth } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * await depositEth(chain, signer, { to: signer.address, amountWei: 10n ** 16n, capMicroUsd: 20_000_000n })
 * ```
 */
export async function depositEth(
  chain: Chain,
  signer: Signer,
  deposit: DepositEth,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  const available = await readChain(chain, 'reading the wallet', () =>
    chain.provider.getBalance(signer.address),
  )
  if (available < deposit.amountWei) {
    const data = { what: 'The deposit', needed: deposit.amountWei, available, unit: 'wei' }
    throw new SpaceError('FUNDS_INSUFFICIENT', data)
  }
  try {
    return await sendCall(chain, signer, depositEthCall(chain, deposit), 'the deposit of ether', options)
  } catch (failure) {
    if (decodeRevert(failure)?.name === 'BalancesStalePrice') {
      throw new SpaceError('PRICE_STALE', { asset: 'ETH' }, { cause: failure })
    }
    throw failure
  }
}
