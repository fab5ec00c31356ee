import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import { type OperationOptions, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'
import { describeSubject } from './subject.ts'

/** A pass for somebody who already holds a grant. */
export type Delivery = { folder: Uint8Array; subject: Uint8Array; pass: Uint8Array }

/** The call that announces a pass without touching the grant. */
export function deliverCall(chain: Chain, { folder, subject, pass }: Delivery): Call {
  return {
    to: chain.addresses.grants,
    data: chain.grants.interface.encodeFunctionData('deliver', [toHex(folder), toHex(subject), toHex(pass)]),
    valueWei: 0n,
  }
}

/** Announces a pass to a member. Throws `TRANSACTION_REVERTED` when the signer may not. */
export function sendDelivery(
  chain: Chain,
  signer: Signer,
  delivery: Delivery,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  const operation = `the delivery to ${describeSubject(delivery.subject)}`
  return sendCall(chain, signer, deliverCall(chain, delivery), operation, options)
}
