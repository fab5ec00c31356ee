import { Interface } from 'ethers'
import { SpaceError } from '../../errors/index.ts'
import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import type { OperationOptions } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'
import { readChain } from '../translate-failure.ts'
import { keepCap } from './cap.ts'

const erc20 = new Interface([
  'function approve(address spender, uint256 amount) returns (bool)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function balanceOf(address account) view returns (uint256)',
])

/** Coins that become withdrawable principal, coin for coin. */
export type DepositStable = {
  /** Account that is credited. */
  to: string
  /** Units of the coin (6 decimals for USDC). */
  amount: bigint
  /** Most that operators may charge in 30 days, in micro-dollars; absent = keep. Only for oneself. */
  capMicroUsd?: bigint
}

/**
 * The calls that deposit coins: an approval where the allowance is short, then the deposit.
 *
 * @example
 * ```ts
 * import { connectChain, depositStableCalls } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const from = '0x52908400098527886E0F7030069857D2E4169EE7'
 * const calls = await depositStableCalls(chain, from, { to: from, amount: 250_000_000n })
 * ```
 */
export async function depositStableCalls(
  chain: Chain,
  from: string,
  { to, amount, capMicroUsd = keepCap }: DepositStable,
): Promise<Call[]> {
  const coin = await readChain(chain, 'reading the coin', () => chain.balances.stable())
  const { balances } = chain.addresses
  const deposit: Call = {
    to: balances,
    data: chain.balances.interface.encodeFunctionData('depositStable', [amount, to, capMicroUsd]),
    valueWei: 0n,
  }
  const allowance = await readUint(chain, coin, 'allowance', [from, balances])
  if (allowance >= amount) return [deposit]
  const approve: Call = {
    to: coin,
    data: erc20.encodeFunctionData('approve', [balances, amount]),
    valueWei: 0n,
  }
  return [approve, deposit]
}

/**
 * Deposits coins. Throws `FUNDS_INSUFFICIENT` when the wallet holds too few.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { connectChain, depositStable } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * await depositStable(chain, signer, { to: signer.address, amount: 250_000_000n })
 * ```
 */
export async function depositStable(
  chain: Chain,
  signer: Signer,
  deposit: DepositStable,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  const coin = await readChain(chain, 'reading the coin', () => chain.balances.stable())
  const available = await readUint(chain, coin, 'balanceOf', [signer.address])
  if (available < deposit.amount) {
    const data = { what: 'The deposit', needed: deposit.amount, available, unit: 'units of the coin' }
    throw new SpaceError('FUNDS_INSUFFICIENT', data)
  }
  let receipt: CallReceipt | undefined
  for (const call of await depositStableCalls(chain, signer.address, deposit)) {
    receipt = await sendCall(chain, signer, call, 'the deposit of coins', options)
  }
  return receipt as CallReceipt
}

async function readUint(chain: Chain, to: string, method: string, args: unknown[]): Promise<bigint> {
  return readChain(chain, 'reading the coin', async () => {
    const answer = await chain.provider.call({ to, data: erc20.encodeFunctionData(method, args) })
    return BigInt(answer)
  })
}
