import type { Address, Hex } from '../../utils/index.ts'
import type { Chain, ReadOptions } from '../chain.ts'
import { checkAddress, checkBytes32 } from '../check-argument.ts'
import { readContract } from '../contract.ts'
import { checkRole, type Role } from './terms.ts'

/**
 * Whether an account may act in a role: directly, by delegation or by its primary name.
 *
 * @example
 * ```ts
 * import { hasAccess } from '@space/sdk/chain'
 *
 * const isReader = await hasAccess(chain, { folder, account, role: 'reader' })
 * ```
 */
export async function hasAccess(
  chain: Chain,
  { folder, account, role, ...options }: { folder: Hex; account: Address; role: Role } & ReadOptions,
): Promise<boolean> {
  const inputs = [checkBytes32(folder, 'folder'), checkAddress(account, 'account'), checkRole(role)] as const
  const operation = 'checking access'
  return readContract(chain, 'grants', 'hasAccess(bytes32,address,uint8)', {
    inputs: [...inputs],
    ...options,
    operation,
  })
}
