import { SpaceError } from '../../errors/index.ts'
import type { Call, CallReceipt } from '../../signers/index.ts'
import type { Address, Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkBytes32, checkTime, checkUint } from '../check-argument.ts'
import { encodeCall } from '../contract.ts'
import { extractEvent } from '../extract-event.ts'
import { sendCall, type WriteOptions } from '../send-call.ts'
import { readFolder } from './read-folder.ts'
import { joinWords } from './words.ts'

/** One transaction that revokes and starts a new epoch. */
export type Advance = {
  /** 32 bytes. */
  folder: Hex
  /** The state that the new record was made for; anything else on chain makes the call revert. */
  expectedEpoch: number
  expectedNarrowed: number
  /** SHA-256 of the new record block. */
  record: Hex
  /** When the next rotation is owed; absent = not before a member is removed. */
  dueAt?: Date | undefined
  /** Subjects to revoke in the same transaction; none by default. */
  revoked?: readonly Hex[] | undefined
}

/** What the contract says about a new epoch. */
export type AdvancedEvent = {
  folder: Hex
  /** Who advanced (ERC-55). */
  by: Address
  /** The new epoch. */
  epoch: number
  /** The counter of things taken away. */
  narrowed: number
  /** SHA-256 of the record block. */
  record: Hex
  dueAt: Date | undefined
}

/**
 * The call that revokes and advances. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { advanceCall } from '@space/sdk/chain'
 *
 * const call = advanceCall(chain, { folder, expectedEpoch: 0, expectedNarrowed: 0, record: digest })
 * ```
 */
export function advanceCall(chain: Pick<Chain, 'addresses'>, advance: Advance): Call {
  const { folder, expectedEpoch, expectedNarrowed, record, dueAt, revoked = [] } = advance
  return encodeCall(chain, 'grants', 'advance', [
    checkBytes32(folder, 'folder'),
    checkUint(expectedEpoch, 32, 'expectedEpoch'),
    checkUint(expectedNarrowed, 32, 'expectedNarrowed'),
    checkBytes32(record, 'record'),
    dueAt === undefined ? 0n : checkTime(dueAt, 40, 'dueAt'),
    joinWords(revoked, 'revoked'),
  ])
}

/**
 * Revokes and advances. Throws `INPUT_INVALID`, or `ADVANCE_CONFLICT` when another account was faster.
 *
 * @example
 * ```ts
 * import { advance, readFolder } from '@space/sdk/chain'
 *
 * const { epoch, narrowed } = await readFolder(chain, { folder })
 * await advance(chain, { signer, folder, expectedEpoch: epoch, expectedNarrowed: narrowed, record: digest })
 * ```
 */
export async function advance(chain: Chain, options: Advance & WriteOptions): Promise<CallReceipt> {
  const { folder, expectedEpoch, expectedNarrowed, signal } = options
  const call = advanceCall(chain, options)
  try {
    return await sendCall(chain, options, call, 'the new epoch')
  } catch (failure) {
    if (!SpaceError.is(failure, 'TRANSACTION_REVERTED')) throw failure
    // A transaction that was overtaken after it was sent fails without a reason: ask for the state.
    const { epoch, narrowed } = await readFolder(chain, { folder, signal })
    if (epoch === expectedEpoch && narrowed === expectedNarrowed) throw failure
    throw new SpaceError('ADVANCE_CONFLICT', { folder }, { cause: failure })
  }
}

/**
 * The epoch that a transaction began. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { advance, extractAdvance } from '@space/sdk/chain'
 *
 * const receipt = await advance(chain, { signer, folder, expectedEpoch: 0, expectedNarrowed: 0, record: digest })
 * console.log(extractAdvance(chain, receipt).epoch) // 1
 * ```
 */
export function extractAdvance(chain: Pick<Chain, 'addresses'>, receipt: CallReceipt): AdvancedEvent {
  const { folder, by, epoch, narrowed, record, dueAt } = extractEvent(chain, 'grants', 'Advanced', receipt)
  return {
    folder: folder as Hex,
    by: by as Address,
    epoch: Number(epoch),
    narrowed: Number(narrowed),
    record: record as Hex,
    dueAt: dueAt === 0n ? undefined : new Date(Number(dueAt) * 1000),
  }
}
