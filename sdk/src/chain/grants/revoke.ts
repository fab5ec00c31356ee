import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import { concatBytes, type OperationOptions, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'

/** Grants to end. */
export type Revocation = { folder: Uint8Array; subjects: readonly Uint8Array[] }

/** The call that revokes at once, without a new epoch: writers then refuse until somebody advances. */
export function revokeCall(chain: Chain, { folder, subjects }: Revocation): Call {
  return {
    to: chain.addresses.grants,
    data: chain.grants.interface.encodeFunctionData('revoke', [
      toHex(folder),
      toHex(concatBytes(...subjects)),
    ]),
    valueWei: 0n,
  }
}

/** Revokes at once. Throws `TRANSACTION_REVERTED` when the signer may not. */
export function sendRevocation(
  chain: Chain,
  signer: Signer,
  revocation: Revocation,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  return sendCall(chain, signer, revokeCall(chain, revocation), 'the revocation', options)
}
