import type { Hex } from '../../utils/index.ts'
import type { Chain, ReadOptions } from '../chain.ts'
import { checkBytes32 } from '../check-argument.ts'
import { readContract } from '../contract.ts'
import { decodeGrantWord, type GrantWord } from './terms.ts'

/**
 * The grant of a subject as it is stored, live or not.
 *
 * @example
 * ```ts
 * import { readGrant } from '@space/sdk/chain'
 *
 * const grant = await readGrant(chain, { folder, subject })
 * ```
 */
export async function readGrant(
  chain: Chain,
  { folder, subject, ...options }: { folder: Hex; subject: Hex } & ReadOptions,
): Promise<GrantWord | undefined> {
  const inputs = [checkBytes32(folder, 'folder'), checkBytes32(subject, 'subject')] as const
  const operation = 'reading the grant'
  return decodeGrantWord(
    await readContract(chain, 'grants', 'grantOf', { inputs: [...inputs], ...options, operation }),
  )
}
