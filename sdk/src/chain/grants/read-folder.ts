import { fromHex, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { readChain } from '../translate-failure.ts'

/** A folder as the contract sees it. */
export type FolderState = {
  owner: string
  epoch: number
  /** Counts everything that was taken away. */
  narrowed: number
  generation: number
  /** A rotation is owed: writers refuse to seal. */
  stale: boolean
  /** From then on writers refuse to seal. */
  dueAt: Date | undefined
  /** SHA-256 of the epoch record block; absent until the first advance. */
  record: Uint8Array | undefined
}

/**
 * Reads a folder in one call. A folder that nobody granted yet reads as epoch 0.
 *
 * @example
 * ```ts
 * import { connectChain, createFolderId, readFolder } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const folder = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * const { epoch, stale } = await readFolder(chain, folder)
 * ```
 */
export async function readFolder(chain: Chain, folder: Uint8Array, blockTag?: number): Promise<FolderState> {
  const state = await readChain(chain, 'reading the folder', () =>
    chain.grants.folderOf(toHex(folder), { blockTag: blockTag ?? 'latest' }),
  )
  const record = fromHex(state.record)
  return {
    owner: state.owner,
    epoch: Number(state.keyEpoch),
    narrowed: Number(state.narrowed),
    generation: Number(state.generation),
    stale: (Number(state.flags) & 2) !== 0,
    dueAt: state.dueAt === 0n ? undefined : new Date(Number(state.dueAt) * 1000),
    record: record.every((byte) => byte === 0) ? undefined : record,
  }
}
