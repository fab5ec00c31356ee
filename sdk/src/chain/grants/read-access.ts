import { toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { readChain } from '../translate-failure.ts'
import { decodeGrantWord, type GrantWord, type Role, roles } from './terms.ts'

/**
 * Whether an account may act in a role, directly, by delegation or by its primary name.
 *
 * @example
 * ```ts
 * import { connectChain, createFolderId, hasAccess } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const folder = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * const may = await hasAccess(chain, folder, '0x52908400098527886E0F7030069857D2E4169EE7', 'reader')
 * ```
 */
export function hasAccess(chain: Chain, folder: Uint8Array, account: string, role: Role): Promise<boolean> {
  return readChain(chain, 'checking access', () =>
    chain.grants['hasAccess(bytes32,address,uint8)'](toHex(folder), account, roles[role]),
  )
}

/**
 * The role that a subject holds now, by its whole chain of grants.
 *
 * @example
 * ```ts
 * import { addressSubject, connectChain, createFolderId, readRole } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const folder = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * const role = await readRole(chain, folder, subject)
 * ```
 */
export async function readRole(
  chain: Chain,
  folder: Uint8Array,
  subject: Uint8Array,
  blockTag?: number,
): Promise<Role | undefined> {
  const role = await readChain(chain, 'reading the role', () =>
    chain.grants.roleOf(toHex(folder), toHex(subject), { blockTag: blockTag ?? 'latest' }),
  )
  return (Object.keys(roles) as Role[]).find((name) => roles[name] === Number(role))
}

/**
 * The grant of a subject as it is stored, live or not.
 *
 * @example
 * ```ts
 * import { addressSubject, connectChain, createFolderId, readGrant } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const folder = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * const grant = await readGrant(chain, folder, subject)
 * ```
 */
export async function readGrant(
  chain: Chain,
  folder: Uint8Array,
  subject: Uint8Array,
  blockTag?: number,
): Promise<GrantWord | undefined> {
  const word = await readChain(chain, 'reading the grant', () =>
    chain.grants.grantOf(toHex(folder), toHex(subject), { blockTag: blockTag ?? 'latest' }),
  )
  return decodeGrantWord(BigInt(word))
}
