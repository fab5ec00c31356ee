import type { Content } from '../../codec/content.ts'
import type { DirectoryEntry } from '../../codec/directory.ts'
import { type Operation, rootId } from '../../codec/ops.ts'
import type { BlockPointer } from '../../codec/pointer.ts'
import type { FetchBlock } from '../../crypto/fetch-block.ts'
import { openDirectory } from '../../crypto/open-directory.ts'
import { randomId } from '../../crypto/random-id.ts'
import type { BlockKeying, SealedBlock } from '../../crypto/seal-block.ts'
import { sealDirectory } from '../../crypto/seal-directory.ts'
import type { BlockWriter } from './block-writer.ts'

/** A file or directory as it is to be, or its removal. */
export type NodeEdit =
  | { kind: 'file'; modifiedMs: number; content: Content }
  | { kind: 'directory'; modifiedMs: number; edits: DirectoryEdit }
  | { kind: 'removal' }

/** Changes inside one directory, by name. */
export type DirectoryEdit = Map<string, NodeEdit>

/** Finds or makes the edit of a directory, and of all those above it; `timeOf` gives the time of one that is made. */
export function editDirectory(
  root: DirectoryEdit,
  path: readonly string[],
  timeOf: (path: readonly string[]) => number,
): DirectoryEdit {
  let edits = root
  for (const [depth, name] of path.entries()) {
    let next = edits.get(name)
    if (next?.kind !== 'directory') {
      next = { kind: 'directory', modifiedMs: timeOf(path.slice(0, depth + 1)), edits: new Map() }
      edits.set(name, next)
    }
    edits = next.edits
  }
  return edits
}

/** What an edit needs to read and write directories. */
export type EditTools = { fetchBlock: FetchBlock; writer: BlockWriter; keying: BlockKeying }

/** What an edit led to. */
export type AppliedEdit = {
  /** The new root directory. */
  root: BlockPointer
  /** The same edit as the folder's log has it. */
  operations: Operation[]
  /** Digests of the blocks that hold the touched directories. */
  digests: Uint8Array[]
}

type Work = EditTools & Omit<AppliedEdit, 'root'>

/** Writes the directories that an edit touches, from the leaves up. All others keep their blocks. */
export async function applyEdit(
  root: BlockPointer | undefined,
  edit: DirectoryEdit,
  tools: EditTools,
): Promise<AppliedEdit> {
  const work: Work = { ...tools, operations: [], digests: [] }
  const pointer = await applyToDirectory(root, rootId, edit, work)
  return { root: pointer, operations: work.operations, digests: work.digests }
}

async function applyToDirectory(
  directory: BlockPointer | undefined,
  id: Uint8Array,
  edit: DirectoryEdit,
  work: Work,
): Promise<BlockPointer> {
  const entries = new Map<string, DirectoryEntry>()
  if (directory !== undefined) {
    for await (const entry of openDirectory(directory, work.fetchBlock)) entries.set(entry.name, entry)
  }
  for (const [name, change] of edit) {
    const next = await applyToEntry(entries.get(name), { parent: id, name, edit: change }, work)
    if (next === undefined) entries.delete(name)
    else entries.set(name, next)
  }
  const write = (block: SealedBlock) => {
    work.digests.push(block.digest)
    return work.writer.add(block)
  }
  return sealDirectory([...entries.values()], { keying: work.keying, write })
}

async function applyToEntry(
  existing: DirectoryEntry | undefined,
  { parent, name, edit }: { parent: Uint8Array; name: string; edit: NodeEdit },
  work: Work,
): Promise<DirectoryEntry | undefined> {
  if (edit.kind === 'removal') {
    if (existing !== undefined) work.operations.push({ kind: 'trash', id: existing.id })
    return undefined
  }
  // A file in the place of a directory, or the other way round, is a new thing with a new id.
  const kept = existing?.kind === edit.kind ? existing : undefined
  if (existing !== undefined && kept === undefined) work.operations.push({ kind: 'trash', id: existing.id })
  const id = kept?.id ?? randomId()
  const { kind, modifiedMs } = edit
  if (kept === undefined) work.operations.push({ kind: 'create', id, parent, name, what: kind })
  if (edit.kind === 'file') work.operations.push({ kind: 'content', id, content: edit.content })
  if (kept?.modifiedMs !== modifiedMs) work.operations.push({ kind: 'meta', id, modifiedMs })
  return { id, name, kind, modifiedMs, content: await applyContent(kept, id, edit, work) }
}

async function applyContent(
  kept: DirectoryEntry | undefined,
  id: Uint8Array,
  edit: Exclude<NodeEdit, { kind: 'removal' }>,
  work: Work,
): Promise<Content> {
  if (edit.kind === 'file') return edit.content
  const before = kept?.content.kind === 'node' ? kept.content.pointer : undefined
  return { kind: 'node', pointer: await applyToDirectory(before, id, edit.edits, work) }
}
