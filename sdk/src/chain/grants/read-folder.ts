import type { Address, Hex } from '../../utils/index.ts'
import type { Chain, ReadOptions } from '../chain.ts'
import { checkBytes32 } from '../check-argument.ts'
import { readContract } from '../contract.ts'

/** A folder as the contract sees it. */
export type FolderState = {
  /** Address (ERC-55). */
  owner: Address
  epoch: number
  /** Counts everything that was taken away. */
  narrowed: number
  generation: number
  /** A rotation is owed: writers refuse to seal. */
  stale: boolean
  /** From then on writers refuse to seal. */
  dueAt: Date | undefined
  /** SHA-256 of the epoch record block; absent until the first advance. */
  record: Hex | undefined
}

/**
 * Reads a folder in one call. A folder without any grant reads as epoch 0.
 *
 * @example
 * ```ts
 * import { readFolder } from '@space/sdk/chain'
 *
 * const { epoch, stale } = await readFolder(chain, { folder })
 * ```
 */
export async function readFolder(
  chain: Chain,
  { folder, ...options }: { folder: Hex } & ReadOptions,
): Promise<FolderState> {
  const state = await readContract(chain, 'grants', 'folderOf', {
    inputs: [checkBytes32(folder, 'folder')],
    ...options,
    operation: 'reading the folder',
  })
  return {
    owner: state.owner as Address,
    epoch: Number(state.keyEpoch),
    narrowed: Number(state.narrowed),
    generation: Number(state.generation),
    stale: (Number(state.flags) & 2) !== 0,
    dueAt: state.dueAt === 0n ? undefined : new Date(Number(state.dueAt) * 1000),
    record: BigInt(state.record) === 0n ? undefined : (state.record as Hex),
  }
}
