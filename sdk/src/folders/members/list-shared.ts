import type { Account } from '../../accounts/index.ts'
import type { Role } from '../../chain/index.ts'
import { type IndexClient, listGrants } from '../../index-client/index.ts'
import { fromHex, type OperationOptions, toHex } from '../../utils/index.ts'
import { readFolder, readRole } from '../chain.ts'
import type { FolderContext } from '../context.ts'
import { findIdentities } from './find-identity.ts'
import type { Identity } from './identity.ts'

/** A folder that somebody shared, as the chain confirms it. */
export type SharedFolder = {
  folder: Uint8Array
  /** Address (ERC-55). */
  owner: string
  role: Role
  /** Under which of the account's subjects it was shared. */
  identity: Identity
}

/**
 * Finds the folders that were shared with somebody: the index says where to look, the chain says what is true. Grants
 * that the chain does not confirm are left out, so an index can hide folders but never add one.
 */
export async function listShared(
  { chain, index }: FolderContext & { index: IndexClient },
  account: Account,
  options: OperationOptions = {},
): Promise<SharedFolder[]> {
  const bySubject = new Map<string, Identity>()
  for await (const identity of findIdentities({ chain, index }, account, options)) {
    bySubject.set(String(identity.subject), identity)
  }
  const subjects = [...bySubject.values()].map(({ subject }) => subject)
  const grants = await listGrants(index, subjects.map(toHex), options)
  const confirmed = await Promise.all(
    grants.map(async (found): Promise<SharedFolder | undefined> => {
      const [folder, subject] = [fromHex(found.folder), fromHex(found.subject)]
      const identity = bySubject.get(String(subject))
      if (identity === undefined) return undefined
      const [role, state] = await Promise.all([readRole(chain, folder, subject), readFolder(chain, folder)])
      return role === undefined ? undefined : { folder, owner: state.owner, role, identity }
    }),
  )
  return confirmed.filter((folder) => folder !== undefined)
}
