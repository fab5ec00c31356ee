import { randomBytes } from '@noble/hashes/utils.js'
import type { Content } from '../../codec/content.ts'
import { compareNames, type DirectoryEntry } from '../../codec/directory.ts'
import type { BlockPointer } from '../../codec/pointer.ts'
import type { FetchBlock } from '../../crypto/fetch-block.ts'
import { openDirectory } from '../../crypto/open-directory.ts'
import type { BlockKeying } from '../../crypto/seal-block.ts'
import { sealDirectory } from '../../crypto/seal-directory.ts'
import type { BlockWriter } from './block-writer.ts'
import type { DirectoryEdit, NodeEdit } from './tree-edit.ts'

/** One change, as the log of a folder tells it (docs/spec/ops.md). */
export type Change =
  | { kind: 'create'; id: Uint8Array; parent: Uint8Array; name: string; type: 'file' | 'directory' }
  | { kind: 'content'; id: Uint8Array; content: Content }
  | { kind: 'meta'; id: Uint8Array; modifiedMs: number }
  | { kind: 'trash'; id: Uint8Array }

/** Id of the root directory. */
export const rootId = new Uint8Array(16)

type Tools = { fetchBlock: FetchBlock; writer: BlockWriter; keying: BlockKeying; changes: Change[] }

/**
 * Writes the directories that an edit touches, from the leaves up, and gives the new root together with the
 * changes that lead to it. Untouched directories keep their blocks.
 */
export async function applyEdit(
  root: BlockPointer | undefined,
  edit: DirectoryEdit,
  tools: Omit<Tools, 'changes'>,
): Promise<{ root: BlockPointer; changes: Change[] }> {
  const changes: Change[] = []
  const pointer = await applyToDirectory(root, rootId, edit, { ...tools, changes })
  return { root: pointer, changes }
}

async function applyToDirectory(
  directory: BlockPointer | undefined,
  id: Uint8Array,
  edit: DirectoryEdit,
  tools: Tools,
): Promise<BlockPointer> {
  const entries = new Map<string, DirectoryEntry>()
  if (directory !== undefined) {
    for await (const entry of openDirectory(directory, tools.fetchBlock)) entries.set(entry.name, entry)
  }
  for (const [name, change] of edit) {
    const next = await applyToEntry(entries.get(name), id, name, change, tools)
    if (next === undefined) entries.delete(name)
    else entries.set(name, next)
  }
  const sorted = [...entries.values()].sort((a, b) => compareNames(a.name, b.name))
  return storeDirectory(sorted, tools)
}

async function applyToEntry(
  existing: DirectoryEntry | undefined,
  parent: Uint8Array,
  name: string,
  edit: NodeEdit,
  tools: Tools,
): Promise<DirectoryEntry | undefined> {
  if (edit.kind === 'removal') {
    if (existing !== undefined) tools.changes.push({ kind: 'trash', id: existing.id })
    return undefined
  }
  // A file in the place of a directory, or the other way round, is a new thing with a new id.
  const replaced = existing !== undefined && existing.kind !== edit.kind
  if (replaced) tools.changes.push({ kind: 'trash', id: existing.id })
  const kept = replaced ? undefined : existing
  const id = kept?.id ?? randomBytes(16)
  if (kept === undefined) tools.changes.push({ kind: 'create', id, parent, name, type: edit.kind })
  const content = await applyContent(kept, id, edit, tools)
  if (edit.kind === 'file') tools.changes.push({ kind: 'content', id, content })
  if (kept?.modifiedMs !== edit.modifiedMs)
    tools.changes.push({ kind: 'meta', id, modifiedMs: edit.modifiedMs })
  return { id, name, kind: edit.kind, modifiedMs: edit.modifiedMs, content }
}

async function applyContent(
  kept: DirectoryEntry | undefined,
  id: Uint8Array,
  edit: Exclude<NodeEdit, { kind: 'removal' }>,
  tools: Tools,
): Promise<Content> {
  if (edit.kind === 'file') return edit.content
  const before = kept?.content.kind === 'node' ? kept.content.pointer : undefined
  return { kind: 'node', pointer: await applyToDirectory(before, id, edit.edits, tools) }
}

async function storeDirectory(entries: readonly DirectoryEntry[], tools: Tools): Promise<BlockPointer> {
  const blocks = sealDirectory(entries, tools.keying)
  for (;;) {
    const step = await blocks.next()
    if (step.done)
      return { digest: step.value.digest, secret: step.value.secret, sizeClass: step.value.sizeClass }
    await tools.writer.add(step.value)
  }
}
