import type { Account } from '../accounts/index.ts'
import type { Signer } from '../signers/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import { readFolder } from './chain.ts'
import { type FolderContext, fetchFrom } from './context.ts'
import { createFolder } from './epoch/create-epoch.ts'
import { rememberFolder } from './epoch/known-folders.ts'
import type { ReadableFolder, WritableFolder } from './folder.ts'
import { commit } from './log/commit.ts'
import { openSeenHeads } from './log/seen-heads.ts'
import { openSession, startSession } from './log/session.ts'
import { requireIdentity, withIdentity } from './members/find-identity.ts'
import type { Identity, WriterIdentity } from './members/identity.ts'
import { openLink } from './members/resolve-link.ts'
import { toReadableFolder } from './readable-folder.ts'
import { applyEdit } from './tree/apply-edit.ts'
import { createBlockWriter } from './tree/block-writer.ts'
import { toWritableFolder } from './writable-folder.ts'

/** Makes an empty folder that the account owns. */
export async function makeFolder(
  context: FolderContext,
  account: Account,
  signer: Signer,
  options: OperationOptions = {},
): Promise<WritableFolder> {
  const identity = await requireIdentity(context, account)
  const epoch = await createFolder(context, identity, options)
  const seen = await openSeenHeads(context.state, epoch.folder)
  const writer = createBlockWriter(context.backend.blocks)
  const { root, digests } = await applyEdit(undefined, new Map(), {
    fetchBlock: fetchFrom(context.backend),
    writer,
    keying: { kind: 'convergent', key: epoch.keys.convergence },
  })
  await writer.flush(options)
  const objects = [...epoch.record.passes, epoch.record.digest, identity.bind]
  const head = await commit(
    context,
    identity,
    epoch,
    undefined,
    seen,
    { operations: [], root, digests, objects },
    options,
  )
  await rememberFolder(context.state, { folder: epoch.folder, firstRecord: epoch.record.digest })
  return toWritableFolder(startSession(context, identity, epoch, head, seen), signer)
}

/** Opens a folder of one's own for writing, under whichever of the account's subjects its key was sealed to. */
export async function openOwnFolder(
  context: FolderContext,
  account: Account,
  signer: Signer,
  folder: Uint8Array,
  options: OperationOptions = {},
): Promise<WritableFolder> {
  const open = (identity: WriterIdentity) => openSession(context, identity, folder, options)
  return toWritableFolder(await withIdentity(context, account, open, options), signer)
}

/** Opens a folder that was shared with the account, under whichever of its subjects holds a grant. */
export function openSharedFolder(
  context: FolderContext,
  account: Account,
  folder: Uint8Array,
  options: OperationOptions = {},
): Promise<ReadableFolder> {
  return withIdentity(context, account, (identity) => openAs(context, identity, folder, options), options)
}

/** Opens the folder that a link leads to. */
export async function openLinkedFolder(
  context: FolderContext,
  url: string,
  password: string | undefined,
  options: OperationOptions = {},
): Promise<ReadableFolder> {
  const { folder, identity } = await openLink(context, url, password, options)
  return openAs(context, identity, folder, options)
}

/** Whether an account owns a folder now. */
export async function ownsFolder(
  { chain }: FolderContext,
  account: Account,
  folder: Uint8Array,
): Promise<boolean> {
  return (await readFolder(chain, folder)).owner === account.address
}

async function openAs(
  context: FolderContext,
  identity: Identity,
  folder: Uint8Array,
  options: OperationOptions,
): Promise<ReadableFolder> {
  return toReadableFolder(await openSession(context, identity, folder, options))
}
