import type { Account } from '../accounts/index.ts'
import type { Signer } from '../signers/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import { readFolder } from './chain.ts'
import type { FolderContext } from './context.ts'
import { rememberFolder } from './epoch/known-folders.ts'
import { createEpoch } from './epoch/make-epoch.ts'
import { ReadableFolder, WritableFolder } from './folder.ts'
import { openSession, startSession } from './log/session.ts'
import { requireIdentity, withIdentity } from './members/identity.ts'
import { type LinkOptions, resolveLink } from './members/link.ts'
import { changeTree } from './tree/change-tree.ts'

/** Makes an empty folder that the account owns. */
export async function createFolder(
  context: FolderContext,
  account: Account,
  signer: Signer,
  options: OperationOptions = {},
): Promise<WritableFolder> {
  const identity = await requireIdentity(context, account)
  const epoch = await createEpoch(context, identity, options)
  const session = await startSession(context, identity, epoch)
  await changeTree(session, { edit: new Map(), objects: [identity.bind] }, options)
  await rememberFolder(context.state, { folder: epoch.folder, firstRecord: epoch.record.digest })
  return new WritableFolder(session, signer)
}

/** Opens a folder of one's own for writing, under whichever of the account's subjects its key was sealed to. */
export async function openOwnFolder(
  context: FolderContext,
  { account, signer }: { account: Account; signer: Signer },
  folder: Uint8Array,
  options: OperationOptions = {},
): Promise<WritableFolder> {
  const session = await withIdentity(
    context,
    account,
    (identity) => openSession(context, identity, folder, options),
    options,
  )
  return new WritableFolder(session, signer)
}

/** Opens a folder that was shared with the account, under whichever of its subjects holds a grant. */
export async function openSharedFolder(
  context: FolderContext,
  account: Account,
  folder: Uint8Array,
  options: OperationOptions = {},
): Promise<ReadableFolder> {
  const session = await withIdentity(
    context,
    account,
    (identity) => openSession(context, identity, folder, options),
    options,
  )
  return new ReadableFolder(session)
}

/** Opens the folder that a link leads to. */
export async function openLinkedFolder(
  context: FolderContext,
  url: string,
  options: LinkOptions = {},
): Promise<ReadableFolder> {
  const { folder, identity } = await resolveLink(context, url, options)
  return new ReadableFolder(await openSession(context, identity, folder, options))
}

/** Whether an account owns a folder now. */
export async function ownsFolder(
  { chain }: FolderContext,
  account: Account,
  folder: Uint8Array,
): Promise<boolean> {
  return (await readFolder(chain, folder)).owner === account.address
}
