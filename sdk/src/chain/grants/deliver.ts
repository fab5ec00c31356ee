import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import { type OperationOptions, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'
import { describeSubject } from './subject.ts'

/** A pass for somebody who already holds a grant. */
export type Delivery = { folder: Uint8Array; subject: Uint8Array; pass: Uint8Array }

/**
 * The call that announces a pass without touching the grant.
 *
 * @example
 * ```ts
 * import { addressSubject, connectChain, createFolderId, deliverCall } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const folder = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * const call = deliverCall(chain, { folder, subject, pass: crypto.getRandomValues(new Uint8Array(32)) })
 * ```
 */
export function deliverCall(chain: Chain, { folder, subject, pass }: Delivery): Call {
  return {
    to: chain.addresses.grants,
    data: chain.grants.interface.encodeFunctionData('deliver', [toHex(folder), toHex(subject), toHex(pass)]),
    valueWei: 0n,
  }
}

/**
 * Announces a pass to a member. Throws `TRANSACTION_REVERTED` when the signer may not.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { addressSubject, connectChain, createFolderId, sendDelivery } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * const folder = createFolderId(signer.address)
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * await sendDelivery(chain, signer, { folder, subject, pass: crypto.getRandomValues(new Uint8Array(32)) })
 * ```
 */
export function sendDelivery(
  chain: Chain,
  signer: Signer,
  delivery: Delivery,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  const operation = `the delivery to ${describeSubject(delivery.subject)}`
  return sendCall(chain, signer, deliverCall(chain, delivery), operation, options)
}
