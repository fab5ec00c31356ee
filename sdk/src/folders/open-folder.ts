import type { Account } from '../accounts/index.ts'
import { checkBytes32 } from '../chain/check-argument.ts'
import { readFolder } from '../chain/index.ts'
import type { Signer } from '../signers/index.ts'
import { fromHex, type Hex, type OperationOptions, toHex } from '../utils/index.ts'
import type { FolderContext } from './context.ts'
import { readKnownFolders, rememberFolder } from './epoch/known-folders.ts'
import { createEpoch } from './epoch/make-epoch.ts'
import { type Folder, ManagedFolder, type OwnedFolder, ReadableFolder, toFolder } from './folder.ts'
import { openSession, startSession } from './log/session.ts'
import { requireIdentity, withIdentity } from './members/identity.ts'
import { type LinkOptions, resolveLink } from './members/link.ts'
import { changeTree } from './tree/change-tree.ts'

/** Whose folders are made and opened. */
export type FolderUser = {
  readonly account: Account
  /** Signs transactions for the account. */
  readonly signer: Signer
}

/** Makes an empty folder that the account owns. No transaction is sent. Throws `BINDING_MISSING`. */
export async function createFolder(
  context: FolderContext,
  { account, signer }: FolderUser,
  options: OperationOptions = {},
): Promise<OwnedFolder> {
  const identity = await requireIdentity(context, account, options)
  const epoch = await createEpoch(context, identity, options)
  const session = await startSession(context, identity, epoch)
  await changeTree(session, { edit: new Map(), objects: [identity.bind] }, options)
  await rememberFolder(context.state, { folder: epoch.folder, firstRecord: epoch.record.digest })
  return new ManagedFolder(session, 'owner', signer)
}

/**
 * Opens a folder with what the contract allows the account, under whichever of its subjects the key was sealed to.
 * Throws `INPUT_INVALID`, `GRANT_MISSING`, `GRANT_EXPIRED`, `PASS_MISSING`, `FOLDER_UNKNOWN` or `BINDING_MISSING`.
 */
export async function openFolder(
  context: FolderContext,
  { account, signer }: FolderUser,
  id: Hex,
  options: OperationOptions = {},
): Promise<Folder> {
  const folder = fromHex(checkBytes32(id, 'id'))
  const session = await withIdentity(
    context,
    account,
    (identity) => openSession(context, identity, folder, options),
    options,
  )
  return toFolder(session, signer)
}

/** Opens the folder that a link leads to. Throws `LINK_INVALID`, `GRANT_MISSING` or `GRANT_EXPIRED`. */
export async function openLinkedFolder(
  context: FolderContext,
  url: string,
  options: LinkOptions = {},
): Promise<ReadableFolder> {
  const { folder, identity } = await resolveLink(context, url, options)
  const session = await openSession(context, identity, folder, options)
  return new ReadableFolder(session, session.epoch.access)
}

/** Ids of the folders that were made on this device, oldest first. */
export async function listOwnFolders({ state }: Pick<FolderContext, 'state'>): Promise<Hex[]> {
  return (await readKnownFolders(state)).map(({ folder }) => toHex(folder))
}

/** Whether an account owns a folder now. */
export async function ownsFolder(
  { chain }: FolderContext,
  account: Account,
  id: Hex,
  { signal }: OperationOptions = {},
): Promise<boolean> {
  const { owner } = await readFolder(chain, { folder: checkBytes32(id, 'id'), signal })
  return owner === account.address
}
