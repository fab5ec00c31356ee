import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import { type OperationOptions, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'
import { describeSubject } from './subject.ts'
import { encodeTerms, type Terms } from './terms.ts'

/** Who gets what. */
export type Grant = {
  folder: Uint8Array
  subject: Uint8Array
  terms: Terms
  /** SHA-256 of the pass block; 32 zero bytes = chain right now, key later. */
  pass: Uint8Array
}

/**
 * The call that grants.
 *
 * @example
 * ```ts
 * import { addressSubject, connectChain, createFolderId, grantCall } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const folder = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * const call = grantCall(chain, { folder, subject, terms: { role: 'reader' }, pass: new Uint8Array(32) })
 * ```
 */
export function grantCall(chain: Chain, { folder, subject, terms, pass }: Grant): Call {
  return {
    to: chain.addresses.grants,
    data: chain.grants.interface.encodeFunctionData('grant', [
      toHex(folder),
      toHex(subject),
      encodeTerms(terms),
      toHex(pass),
    ]),
    valueWei: 0n,
  }
}

/**
 * Grants a subject access to a folder. Throws `TRANSACTION_REVERTED` when the signer may not.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { addressSubject, connectChain, createFolderId, sendGrant } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * const folder = createFolderId(signer.address)
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * await sendGrant(chain, signer, { folder, subject, terms: { role: 'reader' }, pass: new Uint8Array(32) })
 * ```
 */
export function sendGrant(
  chain: Chain,
  signer: Signer,
  grant: Grant,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  return sendCall(
    chain,
    signer,
    grantCall(chain, grant),
    `the grant to ${describeSubject(grant.subject)}`,
    options,
  )
}
