import { SpaceError } from '../errors/index.ts'
import { fromHex } from '../utils/index.ts'
import type { Chain } from './chain.ts'
import { readChain } from './translate-failure.ts'

/** A block of the chain. */
export type BlockHeader = {
  number: number
  /** 32 bytes. */
  hash: Uint8Array
  time: Date
}

/**
 * Reads the newest block. Throws `CHAIN_UNREACHABLE`.
 *
 * @example
 * ```ts
 * import { connectChain, readNewestBlock } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const { number, time } = await readNewestBlock(chain)
 * console.log(`block ${number} is of ${time.toISOString()}`)
 * ```
 */
export async function readNewestBlock(chain: Pick<Chain, 'provider' | 'rpcUrl'>): Promise<BlockHeader> {
  const block = await readChain(chain, 'reading the newest block', () => chain.provider.getBlock('latest'))
  if (block?.hash == null) throw new SpaceError('CHAIN_UNREACHABLE', { url: chain.rpcUrl })
  return { number: block.number, hash: fromHex(block.hash), time: new Date(block.timestamp * 1000) }
}
