import { SpaceError } from '../errors/index.ts'
import type { Call, CallReceipt, Signer } from '../signers/index.ts'
import type { Address, Hex } from '../utils/index.ts'
import type { Chain } from './chain.ts'
import { isFundsFailure, translateFailure } from './translate-failure.ts'

/** Options of what sends a transaction. */
export type WriteOptions = {
  /** Who sends it. */
  signer: Signer
  /** Stops waiting; what is sent by then may still be mined. */
  signal?: AbortSignal | undefined
}

/** Sends one call and waits until it is mined; failures come out as errors of the catalogue. */
export async function sendCall(
  chain: Chain,
  { signer, signal }: WriteOptions,
  call: Call,
  operation: string,
): Promise<CallReceipt> {
  signal?.throwIfAborted()
  try {
    const [receipt] = await signer.sendCalls([call], { signal })
    if (receipt === undefined) throw new Error('the signer gave no receipt')
    return receipt
  } catch (failure) {
    signal?.throwIfAborted()
    if (!isFundsFailure(failure)) throw translateFailure(chain, operation, failure)
    const available = await readEther(chain, signer.address, signal)
    const data = { what: `Sending ${operation}`, available, unit: 'wei' }
    throw new SpaceError('FUNDS_INSUFFICIENT', data, { cause: failure })
  }
}

/** What an account has to pay with, in wei. */
export async function readEther(
  { request }: Pick<Chain, 'request'>,
  account: Address,
  signal: AbortSignal | undefined,
): Promise<bigint> {
  const balance = await request({ method: 'eth_getBalance', params: [account, 'latest'] }, { signal })
  return BigInt(balance as Hex)
}
