import { ZeroAddress } from 'ethers'
import { SpaceError } from '../../errors/index.ts'
import { fromHex, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { readChain } from '../translate-failure.ts'
import { encodeName } from './name-word.ts'

/** What the chain says about a name. */
export type NameRecord = {
  name: string
  owner: string
  keyEpoch: number
  /** Rises when the name changes hands; part of the subject. */
  generation: number
  /** SHA-256 of the current key binding block. */
  keyDigest: Uint8Array
}

/**
 * Reads a registered name. Throws `NAME_INVALID` or `NAME_UNKNOWN`.
 *
 * @example
 * ```ts
 * import { connectChain, readName } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const { owner, keyDigest } = await readName(chain, 'alice')
 * ```
 */
export async function readName(chain: Chain, name: string, blockTag?: number): Promise<NameRecord> {
  const word = toHex(encodeName(name))
  const [owner, keyEpoch, generation, keyDigest] = await readChain(chain, `reading the name "${name}"`, () =>
    chain.names.resolve(word, { blockTag: blockTag ?? 'latest' }),
  )
  if (owner === ZeroAddress) throw new SpaceError('NAME_UNKNOWN', { name })
  return {
    name,
    owner,
    keyEpoch: Number(keyEpoch),
    generation: Number(generation),
    keyDigest: fromHex(keyDigest),
  }
}

/**
 * The verified primary name of an account, if it has one.
 *
 * @example
 * ```ts
 * import { connectChain, readPrimaryName } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const name = await readPrimaryName(chain, '0x52908400098527886E0F7030069857D2E4169EE7')
 * ```
 */
export async function readPrimaryName(chain: Chain, account: string): Promise<string | undefined> {
  const word = await readChain(chain, `reading the name of ${account}`, () => chain.names.nameOf(account))
  const bytes = fromHex(word)
  const end = bytes.indexOf(0)
  return end === 0 ? undefined : new TextDecoder().decode(bytes.subarray(0, end))
}
