import { SpaceError } from '../../errors/index.ts'
import type { OperationOptions } from '../../utils/index.ts'
import { fetchFrom } from '../context.ts'
import { checkSeal } from '../epoch/check-seal.ts'
import { checkWriter } from '../epoch/check-writer.ts'
import { type FolderSession, newestHead } from '../log/session.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { changeTree } from './change-tree.ts'
import { type DirectoryEdit, editDirectory } from './edit.ts'
import { findPath, parsePath } from './path.ts'

/**
 * Removes a file or directory from the present state. Throws `PATH_MISSING`, `PATH_INVALID`, `WRITER_UNLISTED` or
 * `SEAL_REFUSED`.
 */
export async function remove(
  session: FolderSession<WriterIdentity>,
  path: string,
  options: OperationOptions = {},
): Promise<void> {
  const names = parsePath(path)
  if (names.length === 0) throw new SpaceError('PATH_INVALID', { path, reason: 'the root cannot be removed' })
  checkWriter(session)
  await checkSeal(session)
  await findPath(newestHead(session).ops.root, names, fetchFrom(session.context.backend), options)
  const edit: DirectoryEdit = new Map()
  editDirectory(edit, names.slice(0, -1), Date.now).set(names.at(-1) as string, { kind: 'removal' })
  await changeTree(session, { edit }, options)
}
