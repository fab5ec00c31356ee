import type { Call, CallReceipt } from '../../signers/index.ts'
import type { Address, Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkBytes32 } from '../check-argument.ts'
import { encodeCall } from '../contract.ts'
import { extractEvent } from '../extract-event.ts'
import { sendCall, type WriteOptions } from '../send-call.ts'
import { describeSubject } from './subject.ts'

/** A pass for a subject that already holds a grant. */
export type Delivery = {
  /** 32 bytes. */
  folder: Hex
  /** 32 bytes. */
  subject: Hex
  /** SHA-256 of the pass block. */
  pass: Hex
}

/** What the contract says about a pass that was announced. */
export type DeliveredEvent = Delivery & {
  /** Who announced it (ERC-55). */
  by: Address
  epoch: number
}

/**
 * The call that announces a pass and leaves the grant as it is. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { deliverCall } from '@space/sdk/chain'
 *
 * const call = deliverCall(chain, { folder, subject, pass: digest })
 * ```
 */
export function deliverCall(chain: Pick<Chain, 'addresses'>, { folder, subject, pass }: Delivery): Call {
  return encodeCall(chain, 'grants', 'deliver', [
    checkBytes32(folder, 'folder'),
    checkBytes32(subject, 'subject'),
    checkBytes32(pass, 'pass'),
  ])
}

/**
 * Announces a pass to a member. Throws `INPUT_INVALID`, or `TRANSACTION_REVERTED` when the signer may not.
 *
 * @example
 * ```ts
 * import { deliver } from '@space/sdk/chain'
 *
 * await deliver(chain, { signer, folder, subject, pass: digest })
 * ```
 */
export async function deliver(chain: Chain, options: Delivery & WriteOptions): Promise<CallReceipt> {
  const call = deliverCall(chain, options)
  return sendCall(chain, options, call, `the delivery to ${describeSubject(options.subject)}`)
}

/**
 * The pass that a transaction announced. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { deliver, extractDeliver } from '@space/sdk/chain'
 *
 * const receipt = await deliver(chain, { signer, folder, subject, pass: digest })
 * console.log(extractDeliver(chain, receipt).epoch)
 * ```
 */
export function extractDeliver(chain: Pick<Chain, 'addresses'>, receipt: CallReceipt): DeliveredEvent {
  const { folder, subject, by, epoch, pass } = extractEvent(chain, 'grants', 'Delivered', receipt)
  return {
    folder: folder as Hex,
    subject: subject as Hex,
    by: by as Address,
    epoch: Number(epoch),
    pass: pass as Hex,
  }
}
