import type { Call, CallReceipt, Signer } from '../signers/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import type { Chain } from './chain.ts'
import { translateFailure } from './translate-failure.ts'

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
    throw translateFailure(chain, operation, failure)
  }
}
