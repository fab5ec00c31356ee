import type { Address, Hex } from '../../utils/index.ts'
import type { Chain, ReadOptions } from '../chain.ts'
import { checkAddress } from '../check-argument.ts'
import { readContract } from '../contract.ts'
import { decodeName } from './name-word.ts'

/**
 * The verified primary name of an account, if it has one.
 *
 * @example
 * ```ts
 * import { readPrimaryName } from '@space/sdk/chain'
 *
 * const name = await readPrimaryName(chain, { account })
 * ```
 */
export async function readPrimaryName(
  chain: Chain,
  { account, ...options }: { account: Address } & ReadOptions,
): Promise<string | undefined> {
  const address = checkAddress(account, 'account')
  const operation = `reading the name of ${address}`
  const word = await readContract(chain, 'names', 'nameOf', { inputs: [address], ...options, operation })
  return decodeName(word as Hex) || undefined
}
