import type { Call, CallReceipt } from '../../signers/index.ts'
import type { Address, Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkBytes32, checkTime } from '../check-argument.ts'
import { encodeCall } from '../contract.ts'
import { extractEvent } from '../extract-event.ts'
import { sendCall, type WriteOptions } from '../send-call.ts'
import { decodeState } from './state.ts'
import { joinWords, splitWords } from './words.ts'

/** Passes for many subjects, whether or not they hold a grant. */
export type BatchDelivery = {
  /** 32 bytes. */
  folder: Hex
  /** 32 bytes each. */
  subjects: readonly Hex[]
  /** SHA-256 of the list of passes, in the order of the subjects. */
  passes: Hex
  /** From then on a new epoch is owed, if not earlier: for subjects whose right ends at a time that no grant says. */
  dueAt?: Date | undefined
}

/** What the contract says about passes that were announced together. */
export type DeliveredBatchEvent = {
  folder: Hex
  /** Who announced them (ERC-55). */
  by: Address
  epoch: number
  /** SHA-256 of the list of passes. */
  passes: Hex
  subjects: Hex[]
  dueAt: Date | undefined
}

/**
 * The call that announces passes for many subjects and leaves their grants as they are. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { deliverBatchCall } from '@space/sdk/chain'
 *
 * const call = deliverBatchCall(chain, { folder, subjects: [subject], passes: digest })
 * ```
 */
export function deliverBatchCall(
  chain: Pick<Chain, 'addresses'>,
  { folder, subjects, passes, dueAt }: BatchDelivery,
): Call {
  return encodeCall(chain, 'grants', 'deliverBatch', [
    checkBytes32(folder, 'folder'),
    checkBytes32(passes, 'passes'),
    dueAt === undefined ? 0n : checkTime(dueAt, 40, 'dueAt'),
    joinWords(subjects, 'subjects'),
  ])
}

/**
 * Announces passes for many subjects in one transaction. Throws `INPUT_INVALID`, or `TRANSACTION_REVERTED` when the
 * signer is neither owner nor admin.
 *
 * @example
 * ```ts
 * import { deliverBatch } from '@space/sdk/chain'
 *
 * await deliverBatch(chain, { signer, folder, subjects: [subject], passes: digest })
 * ```
 */
export async function deliverBatch(
  chain: Chain,
  options: BatchDelivery & WriteOptions,
): Promise<CallReceipt> {
  const call = deliverBatchCall(chain, options)
  return sendCall(chain, options, call, `the delivery to ${options.subjects.length} subjects`)
}

/**
 * The passes that a transaction announced together. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { deliverBatch, extractDeliverBatch } from '@space/sdk/chain'
 *
 * const receipt = await deliverBatch(chain, { signer, folder, subjects: [subject], passes: digest })
 * console.log(extractDeliverBatch(chain, receipt).subjects)
 * ```
 */
export function extractDeliverBatch(
  chain: Pick<Chain, 'addresses'>,
  receipt: CallReceipt,
): DeliveredBatchEvent {
  const { folder, by, state, passes, subjects } = extractEvent(chain, 'grants', 'DeliveredBatch', receipt)
  const { epoch, dueAt } = decodeState(state as bigint)
  return {
    folder: folder as Hex,
    by: by as Address,
    epoch,
    passes: passes as Hex,
    subjects: splitWords(subjects as string),
    dueAt,
  }
}
