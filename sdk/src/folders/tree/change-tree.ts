import type { OperationOptions } from '../../utils/index.ts'
import { fetchFrom } from '../context.ts'
import { commit } from '../log/commit.ts'
import type { FolderSession } from '../log/session.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { BlockWriter } from './block-writer.ts'
import { applyEdit, type DirectoryEdit } from './edit.ts'

/** A change of the tree that is to become one entry. */
export type TreeChange = {
  edit: DirectoryEdit
  /** Digests of the sealed blocks to which the edit refers, besides the directories themselves. */
  digests?: readonly Uint8Array[]
  /** Digests of objects in clear that storage must keep from now on. */
  objects?: readonly Uint8Array[]
  /** Where blocks are written, when some of the edit's wait there. */
  writer?: BlockWriter
}

/**
 * Changes the tree: applies the edit to the directories, makes all blocks durable, and publishes an entry. Throws what
 * `commit` throws.
 */
export async function changeTree(
  session: FolderSession<WriterIdentity>,
  change: TreeChange,
  options: OperationOptions = {},
): Promise<void> {
  const { context, epoch, heads } = session
  const { edit, digests = [], objects = [], writer = new BlockWriter(context.backend.blocks) } = change
  const applied = await applyEdit(heads.at(-1)?.ops.root, edit, {
    fetchBlock: fetchFrom(context.backend),
    writer,
    keying: { kind: 'convergent', key: epoch.keys.convergence },
  })
  await writer.flush(options)
  const { root, operations } = applied
  const basis = { epoch, heads }
  await commit(
    session,
    { root, operations, digests: [...digests, ...applied.digests], objects, basis },
    options,
  )
}
