import { SpaceError } from '../../errors/index.ts'
import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import { concatBytes, type OperationOptions, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'
import { readFolder } from './read-folder.ts'

/** One transaction that revokes and starts a new epoch. */
export type Advance = {
  folder: Uint8Array
  /** The state that the new record was made for; anything else on chain makes the call revert. */
  expectedEpoch: number
  expectedNarrowed: number
  /** SHA-256 of the new record block. */
  record: Uint8Array
  /** When the next rotation is owed; absent = not before somebody is removed. */
  dueAt?: Date | undefined
  /** Subjects to revoke in the same transaction. */
  revoked: readonly Uint8Array[]
}

/**
 * The call that revokes and advances.
 *
 * @example
 * ```ts
 * import { advanceCall, connectChain, createFolderId } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const folder = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * const record = crypto.getRandomValues(new Uint8Array(32))
 * const call = advanceCall(chain, { folder, expectedEpoch: 0, expectedNarrowed: 0, record, revoked: [] })
 * ```
 */
export function advanceCall(chain: Chain, advance: Advance): Call {
  const dueAt = advance.dueAt === undefined ? 0 : Math.floor(advance.dueAt.getTime() / 1000)
  return {
    to: chain.addresses.grants,
    data: chain.grants.interface.encodeFunctionData('advance', [
      toHex(advance.folder),
      advance.expectedEpoch,
      advance.expectedNarrowed,
      toHex(advance.record),
      dueAt,
      toHex(concatBytes(...advance.revoked)),
    ]),
    valueWei: 0n,
  }
}

/**
 * Revokes and advances. Throws `ADVANCE_CONFLICT` when somebody else was faster.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { connectChain, createFolderId, readFolder, sendAdvance } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * const folder = createFolderId(signer.address)
 * const { epoch, narrowed } = await readFolder(chain, folder)
 * const record = crypto.getRandomValues(new Uint8Array(32))
 * await sendAdvance(chain, signer, {
 *   folder,
 *   expectedEpoch: epoch,
 *   expectedNarrowed: narrowed,
 *   record,
 *   revoked: [],
 * })
 * ```
 */
export async function sendAdvance(
  chain: Chain,
  signer: Signer,
  advance: Advance,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  try {
    return await sendCall(chain, signer, advanceCall(chain, advance), 'the new epoch', options)
  } catch (failure) {
    if (!SpaceError.is(failure, 'TRANSACTION_REVERTED')) throw failure
    // A transaction that was overtaken after it was sent fails without a reason; the state tells.
    const { epoch, narrowed } = await readFolder(chain, advance.folder)
    if (epoch === advance.expectedEpoch && narrowed === advance.expectedNarrowed) throw failure
    throw new SpaceError('ADVANCE_CONFLICT', { folder: toHex(advance.folder) }, { cause: failure })
  }
}
