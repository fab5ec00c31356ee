import type { Content } from '../../codec/content.ts'

/** A file or directory as it is to be, or its removal. */
export type NodeEdit =
  | { kind: 'file'; modifiedMs: number; content: Content }
  | { kind: 'directory'; modifiedMs: number; edits: DirectoryEdit }
  | { kind: 'removal' }

/** Changes inside one directory, by name. */
export type DirectoryEdit = Map<string, NodeEdit>

/** Finds or makes the edit of a directory, and of all those above it. */
export function editDirectory(
  root: DirectoryEdit,
  path: readonly string[],
  modifiedMs: number,
): DirectoryEdit {
  let edits = root
  for (const name of path) {
    let next = edits.get(name)
    if (next?.kind !== 'directory') {
      next = { kind: 'directory', modifiedMs, edits: new Map() }
      edits.set(name, next)
    }
    edits = next.edits
  }
  return edits
}
