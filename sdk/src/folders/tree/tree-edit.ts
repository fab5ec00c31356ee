import type { Content } from '../../codec/content.ts'

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
