import { SpaceError } from '../../errors/index.ts'
import type { Address, Hex } from '../../utils/index.ts'
import type { Chain, ReadOptions } from '../chain.ts'
import { readContract } from '../contract.ts'
import { encodeName } from './name-word.ts'

/** What the chain says about a name. */
export type NameRecord = {
  name: string
  /** Address (ERC-55). */
  owner: Address
  keyEpoch: number
  /** Rises when the name changes hands; part of the subject. */
  generation: number
  /** SHA-256 of the current key binding block. */
  keyDigest: Hex
}

/**
 * Reads a registered name. Throws `NAME_INVALID` or `NAME_UNKNOWN`.
 *
 * @example
 * ```ts
 * import { readName } from '@space/sdk/chain'
 *
 * const { owner, keyDigest } = await readName(chain, { name: 'alice' })
 * ```
 */
export async function readName(
  chain: Chain,
  { name, ...options }: { name: string } & ReadOptions,
): Promise<NameRecord> {
  const operation = `reading the name "${name}"`
  const found = await readContract(chain, 'names', 'resolve', {
    inputs: [encodeName(name)],
    ...options,
    operation,
  })
  if (BigInt(found.owner) === 0n) throw new SpaceError('NAME_UNKNOWN', { name })
  return {
    name,
    owner: found.owner as Address,
    keyEpoch: Number(found.keyEpoch),
    generation: Number(found.generation),
    keyDigest: found.keyDigest as Hex,
  }
}
