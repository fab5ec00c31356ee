import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import { concatBytes, type OperationOptions, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'

/** Grants to end. */
export type Revocation = { folder: Uint8Array; subjects: readonly Uint8Array[] }

/**
 * The call that revokes at once, without a new epoch: writers then refuse until somebody advances.
 *
 * @example
 * ```ts
 * import { addressSubject, connectChain, createFolderId, revokeCall } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const folder = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * const call = revokeCall(chain, { folder, subjects: [subject] })
 * ```
 */
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

/**
 * Revokes at once. Throws `TRANSACTION_REVERTED` when the signer may not.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { addressSubject, connectChain, createFolderId, sendRevocation } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * const folder = createFolderId(signer.address)
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * await sendRevocation(chain, signer, { folder, subjects: [subject] })
 * ```
 */
export function sendRevocation(
  chain: Chain,
  signer: Signer,
  revocation: Revocation,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  return sendCall(chain, signer, revokeCall(chain, revocation), 'the revocation', options)
}
