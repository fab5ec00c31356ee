import type { Terms } from '../chain/index.ts'
import { SpaceError } from '../errors/index.ts'
import type { Signer } from '../signers/index.ts'
import { equalBytes, type OperationOptions } from '../utils/index.ts'
import { checkSeal } from './epoch/check-seal.ts'
import type { ReadableFolder, RevokeResult, WritableFolder } from './folder.ts'
import { commit } from './log/commit.ts'
import { readForestRoot } from './log/extend-forest.ts'
import { type FolderSession, refreshSession } from './log/session.ts'
import type { WriterIdentity } from './members/identity.ts'
import { findRecipient, findSubject, type Recipient } from './members/recipient.ts'
import { toReadableFolder } from './readable-folder.ts'
import { advance } from './share/advance.ts'
import { createLink } from './share/create-link.ts'
import { type ShareResult, share } from './share/share.ts'
import { applyEdit } from './tree/apply-edit.ts'
import { createBlockWriter } from './tree/block-writer.ts'
import { findPath, parsePath } from './tree/path.ts'
import { type DirectoryEdit, editDirectory } from './tree/tree-edit.ts'
import { upload } from './upload/upload.ts'

/** A folder with its writing half. */
export function toWritableFolder(session: FolderSession<WriterIdentity>, signer: Signer): WritableFolder {
  const { context, identity } = session

  /** Publishes what storage must keep from now on, without a change of the tree. */
  const keep = async (objects: readonly Uint8Array[], options: OperationOptions) => {
    const input = { operations: [], root: session.head.ops.root, digests: [], objects }
    session.head = await commit(context, identity, session.epoch, session.head, session.seen, input, options)
  }

  const give = async (
    recipient: Recipient,
    terms: Terms,
    options: OperationOptions,
  ): Promise<ShareResult> => {
    // Before the grant: afterwards it would be too late to refuse.
    await refreshSession(session, options)
    await checkSeal(context, identity, session.epoch)
    const result = await share(context, signer, session.epoch, recipient, terms, options)
    // An attempt that was broken off behind its grant has not told storage to keep the pass.
    const kept = await readForestRoot(context, session.head.entry.forest, options)
    const isKept = kept.objects.some((digest) => equalBytes(digest, result.pass))
    if (!isKept) await keep([result.pass, recipient.bind], options)
    return result
  }

  const changeKey = async (
    revoked: readonly Uint8Array[],
    options: OperationOptions,
  ): Promise<RevokeResult> => {
    // Somebody else, or an earlier attempt whose end was not seen, may have advanced since this folder was opened.
    await refreshSession(session, options)
    const { epoch, head } = session
    const next = await advance(context, identity, signer, epoch, head, revoked, options)
    session.epoch = next.epoch
    await keep(next.objects, options)
    return { epoch: next.epoch.state.epoch, receipt: next.receipt, unreached: next.unreached }
  }

  const writing: Omit<WritableFolder, keyof ReadableFolder> = {
    upload: (source, options = {}) => upload(session, source, options),
    remove: (path, options = {}) => remove(session, path, options),
    share: async ({ to, ...terms }, options = {}) =>
      give(await findRecipient(context, to, options), terms, options),
    shareLink: async ({ password, ...terms } = {}, options = {}) => {
      const link = await createLink(context, session.folder, password, options)
      const result = await give(link.recipient, { role: 'reader', ...terms }, options)
      return { fragment: link.fragment, subject: link.recipient.subject, result }
    },
    revoke: async (to, options = {}) =>
      changeKey([typeof to === 'string' ? await findSubject(context, to) : to], options),
    advance: (options = {}) => changeKey([], options),
  }
  // Inheriting keeps the getters of the readable half alive, which a spread would freeze.
  return Object.assign(Object.create(toReadableFolder(session)) as ReadableFolder, writing)
}

async function remove(
  session: FolderSession<WriterIdentity>,
  path: string,
  options: OperationOptions,
): Promise<void> {
  const { context, identity, fetchBlock, epoch } = session
  const names = parsePath(path)
  if (names.length === 0) throw new SpaceError('PATH_INVALID', { path, reason: 'the root cannot be removed' })
  await checkSeal(context, identity, epoch)
  await findPath(session.head.ops.root, names, fetchBlock, options)
  const edit: DirectoryEdit = new Map()
  editDirectory(edit, names.slice(0, -1), Date.now).set(names.at(-1) as string, { kind: 'removal' })
  const writer = createBlockWriter(context.backend.blocks)
  const keying = { kind: 'convergent' as const, key: epoch.keys.convergence }
  const { root, operations, digests } = await applyEdit(session.head.ops.root, edit, {
    fetchBlock,
    writer,
    keying,
  })
  await writer.flush(options)
  const input = { root, operations, digests, objects: [] }
  session.head = await commit(context, identity, epoch, session.head, session.seen, input, options)
}
