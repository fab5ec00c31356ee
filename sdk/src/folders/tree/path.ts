import type { DirectoryEntry } from '../../codec/directory.ts'
import { entryNameProblem } from '../../codec/entry-name.ts'
import type { BlockPointer } from '../../codec/pointer.ts'
import type { FetchBlock } from '../../crypto/fetch-block.ts'
import { type DirectoryOptions, findDirectoryEntry } from '../../crypto/open-directory.ts'
import { SpaceError } from '../../errors/index.ts'

/** Splits a path into names in Unicode normal form C. Throws `PATH_INVALID`. */
export function parsePath(path: string): string[] {
  const names = path
    .split('/')
    .filter((name) => name !== '')
    .map((name) => name.normalize('NFC'))
  for (const name of names) {
    const problem = entryNameProblem(name)
    if (problem !== undefined) throw new SpaceError('PATH_INVALID', { path, reason: `"${name}": ${problem}` })
  }
  return names
}

/** Follows a path to an entry; nothing for the root. Throws `PATH_MISSING` or `PATH_KIND`. */
export async function findPath(
  root: BlockPointer,
  names: readonly string[],
  fetchBlock: FetchBlock,
  options: DirectoryOptions = {},
): Promise<DirectoryEntry | undefined> {
  let directory = root
  let entry: DirectoryEntry | undefined
  for (const [depth, name] of names.entries()) {
    entry = await findDirectoryEntry(directory, name, fetchBlock, options)
    const path = names.slice(0, depth + 1).join('/')
    if (entry === undefined) throw new SpaceError('PATH_MISSING', { path })
    if (depth < names.length - 1) directory = directoryOf(entry, path)
  }
  return entry
}

/** The pointer of a directory. Throws `PATH_KIND` when it is a file. */
export function directoryOf(entry: DirectoryEntry, path: string): BlockPointer {
  if (entry.kind === 'directory' && entry.content.kind === 'node') return entry.content.pointer
  throw new SpaceError('PATH_KIND', { path, expected: 'directory' })
}
