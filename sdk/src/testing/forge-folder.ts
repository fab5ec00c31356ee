import { type Account, createMemoryState } from '../accounts/index.ts'
import type { Chain } from '../chain/index.ts'
import type { AccountKeys } from '../crypto/account-keys.ts'
import { createEpoch } from '../folders/epoch/make-epoch.ts'
import { startSession } from '../folders/log/session.ts'
import { requireIdentity } from '../folders/members/identity.ts'
import { findRecipient } from '../folders/members/recipient.ts'
import { grantAccess } from '../folders/share/grant-access.ts'
import { changeTree } from '../folders/tree/change-tree.ts'
import type { Signer } from '../signers/index.ts'
import type { Backend } from '../storage/index.ts'
import { fromHex, type Hex, toHex } from '../utils/index.ts'

/** A folder whose log lies about its author. */
export type ForgeFolder = {
  chain: Chain
  /** Owns the folder, and grants. */
  signer: Signer
  account: Account
  backend: Backend
  /** Who becomes a reader. */
  to: string
  /** What the log claims in place of the truth: another subject, another binding, a signature with other keys. */
  claim?: { subject?: Hex; bind?: Hex; keys?: AccountKeys }
}

/**
 * Makes an empty folder, shares it, and puts a false claim into the first entry of its log: a reader must refuse it.
 * Gives the id of the folder.
 *
 * @example
 * ```ts
 * import { createAccount, createMemoryStore } from '@space/sdk'
 * import { forgeFolder } from '@space/sdk/testing'
 *
 * const backend = createMemoryStore()
 * const id = await forgeFolder({ chain, signer, account: createAccount(), backend, to: '@bob', claim: { subject } })
 * ```
 */
export async function forgeFolder(options: ForgeFolder): Promise<Hex> {
  const { chain, signer, account, backend, to, claim = {} } = options
  const context = { chain, backend, state: createMemoryState() }
  const truth = await requireIdentity(context, account)
  const { subject, bind, keys = truth.keys } = claim
  const identity = {
    ...truth,
    keys,
    subject: subject === undefined ? truth.subject : fromHex(subject),
    bind: bind === undefined ? truth.bind : fromHex(bind),
  }
  const epoch = await createEpoch(context, identity)
  const session = await startSession(context, identity, epoch)
  await changeTree(session, { edit: new Map() })
  const recipient = await findRecipient(context, to)
  await grantAccess(session, signer, { recipient, terms: { role: 'reader' } })
  return toHex(epoch.folder)
}
