import { SpaceError } from '../errors/index.ts'
import type { Call, CallReceipt, Signer } from '../signers/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import type { Chain } from './chain.ts'
import { isFundsFailure, readChain, translateFailure } from './translate-failure.ts'

/** Sends one call and waits until it is mined; failures come out as errors of the catalogue. */
export async function sendCall(
  chain: Chain,
  signer: Signer,
  call: Call,
  operation: string,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  try {
    const [receipt] = await signer.sendCalls([call], options)
    if (receipt === undefined) throw new Error('the signer gave no receipt')
    return receipt
  } catch (failure) {
    if (!isFundsFailure(failure)) throw translateFailure(chain, operation, failure)
    const available = await readChain(chain, operation, () => chain.provider.getBalance(signer.address))
    const data = { what: `Sending ${operation}`, available, unit: 'wei' }
    throw new SpaceError('FUNDS_INSUFFICIENT', data, { cause: failure })
  }
}
