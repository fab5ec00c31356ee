import type { Account } from '../../accounts/index.ts'
import { type Role, readFolder, readRole } from '../../chain/index.ts'
import { type IndexClient, listGrants } from '../../index-client/index.ts'
import { type Address, type Hex, type OperationOptions, toHex } from '../../utils/index.ts'
import type { FolderContext } from '../context.ts'
import { findIdentities } from './identity.ts'

/** A folder that another account shared, as the contract confirms it. */
export type SharedFolder = {
  /** Id of the folder, 32 bytes: what `folders.open` takes. */
  folder: Hex
  owner: Address
  role: Role
  /** To which of the account's subjects it was shared, 32 bytes. */
  subject: Hex
}

/**
 * Finds the folders that were shared with an account: the index says where to look, the contract says what is true.
 * Grants that the contract does not confirm are left out, so an index can hide folders but never add one.
 */
export async function listShared(
  { chain, index }: FolderContext & { index: IndexClient },
  account: Account,
  options: OperationOptions = {},
): Promise<SharedFolder[]> {
  const own = new Set<Hex>()
  for await (const { subject } of findIdentities({ chain, index }, account, options)) own.add(toHex(subject))
  const grants = await listGrants(index, [...own], options)
  const { signal } = options
  const confirmed = await Promise.all(
    grants.map(async ({ folder, subject }): Promise<SharedFolder | undefined> => {
      if (!own.has(subject)) return undefined
      const [role, { owner }] = await Promise.all([
        readRole(chain, { folder, subject, signal }),
        readFolder(chain, { folder, signal }),
      ])
      return role === undefined ? undefined : { folder, owner, role, subject }
    }),
  )
  return confirmed.filter((folder) => folder !== undefined)
}
