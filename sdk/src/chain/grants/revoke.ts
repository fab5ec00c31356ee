import type { Call, CallReceipt } from '../../signers/index.ts'
import type { Address, Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkBytes32 } from '../check-argument.ts'
import { encodeCall } from '../contract.ts'
import { extractEvent } from '../extract-event.ts'
import { sendCall, type WriteOptions } from '../send-call.ts'
import { joinWords, splitWords } from './words.ts'

/** Grants to end. */
export type Revocation = {
  /** 32 bytes. */
  folder: Hex
  /** 32 bytes each. */
  subjects: readonly Hex[]
}

/** What the contract says about grants that were ended. */
export type RevokedEvent = {
  folder: Hex
  /** Who revoked (ERC-55). */
  by: Address
  epoch: number
  /** The counter of things taken away, afterwards. */
  narrowed: number
  /** Whether a new epoch is owed now. */
  stale: boolean
  /** Those that held no grant are listed too. */
  subjects: Hex[]
}

/**
 * The call that revokes at once, without a new epoch: writers then refuse until an admin advances. Throws
 * `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { revokeCall } from '@space/sdk/chain'
 *
 * const call = revokeCall(chain, { folder, subjects: [subject] })
 * ```
 */
export function revokeCall(chain: Pick<Chain, 'addresses'>, { folder, subjects }: Revocation): Call {
  const inputs = [checkBytes32(folder, 'folder'), joinWords(subjects, 'subjects')] as const
  return encodeCall(chain, 'grants', 'revoke', [...inputs])
}

/**
 * Revokes at once. Throws `INPUT_INVALID`, or `TRANSACTION_REVERTED` when the signer may not.
 *
 * @example
 * ```ts
 * import { revoke } from '@space/sdk/chain'
 *
 * await revoke(chain, { signer, folder, subjects: [subject] })
 * ```
 */
export async function revoke(chain: Chain, options: Revocation & WriteOptions): Promise<CallReceipt> {
  return sendCall(chain, options, revokeCall(chain, options), 'the revocation')
}

/**
 * The revocation that a transaction made. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { extractRevoke, revoke } from '@space/sdk/chain'
 *
 * const receipt = await revoke(chain, { signer, folder, subjects: [subject] })
 * console.log(extractRevoke(chain, receipt).stale)
 * ```
 */
export function extractRevoke(chain: Pick<Chain, 'addresses'>, receipt: CallReceipt): RevokedEvent {
  const { folder, by, epoch, narrowed, stale, subjects } = extractEvent(chain, 'grants', 'Revoked', receipt)
  return {
    folder: folder as Hex,
    by: by as Address,
    epoch: Number(epoch),
    narrowed: Number(narrowed),
    stale,
    subjects: splitWords(subjects),
  }
}
