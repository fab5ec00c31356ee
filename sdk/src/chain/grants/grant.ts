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

/** The call that grants. */
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

/** Grants a subject access to a folder. Throws `TRANSACTION_REVERTED` when the signer may not. */
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
