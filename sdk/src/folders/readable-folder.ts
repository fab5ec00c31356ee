import type { DirectoryEntry } from '../codec/directory.ts'
import type { BlockPointer } from '../codec/pointer.ts'
import { openDirectory } from '../crypto/open-directory.ts'
import { openFile } from '../crypto/open-file.ts'
import { SpaceError } from '../errors/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import { exportFolder } from './export/export-folder.ts'
import type { FolderItem, ReadableFolder } from './folder.ts'
import { type FolderSession, refreshSession } from './log/session.ts'
import { directoryOf, findPath, parsePath } from './tree/path.ts'

/** The reading half of a folder. */
export function toReadableFolder(session: FolderSession): ReadableFolder {
  const { fetchBlock, contents, parts } = session

  const find = (path: string, options: OperationOptions) =>
    findPath(session.head.ops.root, parsePath(path), fetchBlock, { signal: options.signal, parts })

  const findFile = async (path: string, options: OperationOptions): Promise<DirectoryEntry> => {
    const entry = await find(path, options)
    if (entry?.kind === 'file') return entry
    throw new SpaceError('PATH_KIND', { path, expected: 'file' })
  }

  async function* listFrom(
    path: string,
    recursive: boolean,
    options: OperationOptions,
  ): AsyncGenerator<FolderItem> {
    const entry = await find(path, options)
    const directory = entry === undefined ? session.head.ops.root : directoryOf(entry, path)
    yield* listDirectory(directory, parsePath(path).join('/'), recursive, options)
  }

  async function* listDirectory(
    directory: BlockPointer,
    base: string,
    recursive: boolean,
    options: OperationOptions,
  ): AsyncGenerator<FolderItem> {
    for await (const entry of openDirectory(directory, fetchBlock, { signal: options.signal, parts })) {
      const path = base === '' ? entry.name : `${base}/${entry.name}`
      yield { path, name: entry.name, kind: entry.kind, modifiedAt: new Date(entry.modifiedMs) }
      if (recursive && entry.kind === 'directory') {
        yield* listDirectory(directoryOf(entry, path), path, recursive, options)
      }
    }
  }

  return {
    id: session.folder,
    get epoch() {
      return session.epoch.state.epoch
    },
    get access() {
      return session.epoch.access
    },
    get forest() {
      return session.head.entry.forest
    },
    list: (path = '', options = {}) => listFrom(path, false, options),
    walk: (path = '', options = {}) => listFrom(path, true, options),
    read: async function* (path, range = {}, options = {}) {
      const { content } = await findFile(path, options)
      yield* contents.read(content, range, options)
    },
    sizeOf: async (path, options = {}) => {
      const { content } = await findFile(path, options)
      if (content.kind === 'inline') return content.bytes.length
      if (content.kind === 'slice') return content.lengthBytes
      return (await openFile(content.pointer, fetchBlock, options)).sizeBytes
    },
    refresh: (options = {}) => refreshSession(session, options),
    export: (options = {}) => exportFolder(session, options),
  }
}
