import { Interface } from 'ethers'
import { SpaceError } from '../../errors/index.ts'
import type { Call, CallReceipt } from '../../signers/index.ts'
import type { Address, Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkAddress, checkUint } from '../check-argument.ts'
import { encodeCall, readContract } from '../contract.ts'
import { sendCall, type WriteOptions } from '../send-call.ts'
import { translateFailure } from '../translate-failure.ts'
import { type CreditedEvent, extractCredited } from './credited-event.ts'
import { keepCap } from './set-cap.ts'

/** The part of ERC-20 that a deposit needs. */
const coinFragments = [
  'function approve(address spender, uint256 amount) returns (bool)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function balanceOf(address account) view returns (uint256)',
]

/** Coins that become withdrawable principal, coin for coin. */
export type DepositStable = {
  /** Account that is credited. */
  to: Address
  /** Units of the coin (6 decimals for USDC). */
  amount: bigint
  /** Most that operators may charge in 30 days, in micro-dollars; absent = keep. Only for oneself. */
  capMicroUsd?: bigint | undefined
}

type Stopping = { signal?: AbortSignal | undefined }

/**
 * The calls that deposit coins: an approval where the allowance of `from` is short, then the deposit. Throws
 * `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { depositStableCalls } from '@space/sdk/chain'
 *
 * const calls = await depositStableCalls(chain, { from: account, to: account, amount: 250_000_000n })
 * ```
 */
export async function depositStableCalls(
  chain: Chain,
  { from, to, amount, capMicroUsd = keepCap, signal }: DepositStable & { from: Address } & Stopping,
): Promise<Call[]> {
  const deposit = encodeCall(chain, 'balances', 'depositStable', [
    checkUint(amount, 256, 'amount'),
    checkAddress(to, 'to'),
    checkUint(capMicroUsd, 48, 'capMicroUsd'),
  ])
  const { balances } = chain.addresses
  const coin = await readCoin(chain, { signal })
  const allowance = await readUint(chain, coin, ['allowance', checkAddress(from, 'from'), balances], {
    signal,
  })
  if (allowance >= amount) return [deposit]
  const data = new Interface(coinFragments).encodeFunctionData('approve', [balances, amount]) as Hex
  return [{ to: coin, data, valueWei: 0n }, deposit]
}

/**
 * Deposits coins. Throws `INPUT_INVALID`, or `FUNDS_INSUFFICIENT` when the wallet holds too few.
 *
 * @example
 * ```ts
 * import { depositStable } from '@space/sdk/chain'
 *
 * await depositStable(chain, { signer, to: signer.address, amount: 250_000_000n })
 * ```
 */
export async function depositStable(
  chain: Chain,
  options: DepositStable & WriteOptions,
): Promise<CallReceipt> {
  const { signer, amount: needed, signal } = options
  const calls = await depositStableCalls(chain, { ...options, from: signer.address })
  const coin = await readCoin(chain, { signal })
  const available = await readUint(chain, coin, ['balanceOf', signer.address], { signal })
  if (available < needed) {
    const data = { what: 'The deposit', needed, available, unit: 'units of the coin' }
    throw new SpaceError('FUNDS_INSUFFICIENT', data)
  }
  let receipt: CallReceipt | undefined
  for (const call of calls) receipt = await sendCall(chain, options, call, 'the deposit of coins')
  return receipt as CallReceipt
}

/**
 * The deposit that a transaction made. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { depositStable, extractDepositStable } from '@space/sdk/chain'
 *
 * const receipt = await depositStable(chain, { signer, to: account, amount: 250_000_000n })
 * console.log(extractDepositStable(chain, receipt).microUsd)
 * ```
 */
export function extractDepositStable(chain: Pick<Chain, 'addresses'>, receipt: CallReceipt): CreditedEvent {
  return extractCredited(chain, receipt)
}

async function readCoin(chain: Chain, { signal }: Stopping): Promise<Address> {
  const operation = 'reading the coin'
  return (await readContract(chain, 'balances', 'stable', { inputs: [], operation, signal })) as Address
}

async function readUint(
  chain: Chain,
  to: Address,
  [method, ...inputs]: [method: string, ...inputs: unknown[]],
  { signal }: Stopping,
): Promise<bigint> {
  const data = new Interface(coinFragments).encodeFunctionData(method, inputs)
  try {
    return BigInt(
      (await chain.request({ method: 'eth_call', params: [{ to, data }, 'latest'] }, { signal })) as Hex,
    )
  } catch (failure) {
    signal?.throwIfAborted()
    throw translateFailure(chain, 'reading the coin', failure)
  }
}
