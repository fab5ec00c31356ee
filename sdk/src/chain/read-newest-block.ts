import type { Hex } from '../utils/index.ts'
import type { Chain } from './chain.ts'
import { translateFailure } from './translate-failure.ts'

/** A block of the chain. */
export type BlockHeader = {
  number: number
  hash: Hex
  time: Date
}

/**
 * Reads the newest block. Throws `CHAIN_UNREACHABLE`.
 *
 * @example
 * ```ts
 * import { readNewestBlock } from '@space/sdk/chain'
 *
 * const { number, time } = await readNewestBlock(chain)
 * console.log(`block ${number} is of ${time.toISOString()}`)
 * ```
 */
export async function readNewestBlock(
  chain: Pick<Chain, 'request' | 'endpoint'>,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<BlockHeader> {
  try {
    const block = await chain.request(
      { method: 'eth_getBlockByNumber', params: ['latest', false] },
      { signal },
    )
    const { number, hash, timestamp } = block as { number: Hex; hash: Hex; timestamp: Hex }
    return { number: Number(number), hash, time: new Date(Number(timestamp) * 1000) }
  } catch (failure) {
    signal?.throwIfAborted()
    throw translateFailure(chain, 'reading the newest block', failure)
  }
}
