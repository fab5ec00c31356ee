import type { Account } from '../accounts/index.ts'
import { readFolder } from '../chain/index.ts'
import { SpaceError } from '../errors/index.ts'
import type { Signer } from '../signers/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import { commit } from './commit.ts'
import { type FolderContext, fetchFrom } from './context.ts'
import { createFolder } from './create-folder.ts'
import { findIdentities, requireIdentity } from './find-identity.ts'
import type { ReadableFolder, WritableFolder } from './folder.ts'
import { openSession, startSession } from './folder-session.ts'
import type { Identity, WriterIdentity } from './identity.ts'
import { rememberFolder } from './known-folders.ts'
import { openLink } from './link-identity.ts'
import { toReadableFolder } from './readable-folder.ts'
import { openSeenHeads } from './seen-heads.ts'
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

/** Opens a folder of one's own for writing. */
export async function openOwnFolder(
  context: FolderContext,
  account: Account,
  signer: Signer,
  folder: Uint8Array,
  options: OperationOptions = {},
): Promise<WritableFolder> {
  const identity = await requireIdentity(context, account)
  return toWritableFolder(await openSession<WriterIdentity>(context, identity, folder, options), signer)
}

/** Opens a folder that was shared with the account, under whichever of its subjects holds a grant. */
export async function openSharedFolder(
  context: FolderContext,
  account: Account,
  folder: Uint8Array,
  options: OperationOptions = {},
): Promise<ReadableFolder> {
  const identities = await findIdentities(context, account)
  let refused: unknown = new SpaceError('BINDING_MISSING', { subject: account.address })
  for (const identity of identities) {
    try {
      return await openAs(context, identity, folder, options)
    } catch (failure) {
      if (!SpaceError.is(failure, 'GRANT_MISSING') && !SpaceError.is(failure, 'GRANT_EXPIRED')) throw failure
      refused = failure
    }
  }
  throw refused
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
