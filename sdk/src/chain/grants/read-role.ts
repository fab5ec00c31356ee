import type { Hex } from '../../utils/index.ts'
import type { Chain, ReadOptions } from '../chain.ts'
import { checkBytes32 } from '../check-argument.ts'
import { readContract } from '../contract.ts'
import { decodeRole, type Role } from './terms.ts'

/**
 * The role that a subject holds, by its whole chain of grants.
 *
 * @example
 * ```ts
 * import { readRole } from '@space/sdk/chain'
 *
 * const role = await readRole(chain, { folder, subject })
 * ```
 */
export async function readRole(
  chain: Chain,
  { folder, subject, ...options }: { folder: Hex; subject: Hex } & ReadOptions,
): Promise<Role | undefined> {
  const inputs = [checkBytes32(folder, 'folder'), checkBytes32(subject, 'subject')] as const
  const operation = 'reading the role'
  return decodeRole(
    Number(await readContract(chain, 'grants', 'roleOf', { inputs: [...inputs], ...options, operation })),
  )
}
