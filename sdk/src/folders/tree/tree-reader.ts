import type { Content } from '../../codec/content.ts'
import type { DirectoryEntry, DirectoryNode } from '../../codec/directory.ts'
import type { BlockPointer } from '../../codec/pointer.ts'
import { blockType } from '../../crypto/block-type.ts'
import { type FetchBlock, fetchAndOpen } from '../../crypto/fetch-block.ts'
import { OpenBlocks } from '../../crypto/open-blocks.ts'
import { type ContentRange, openContent } from '../../crypto/open-content.ts'
import { openDirectory } from '../../crypto/open-directory.ts'
import { openFile } from '../../crypto/open-file.ts'
import { SpaceError } from '../../errors/index.ts'
import type { OperationOptions } from '../../utils/index.ts'
import { fetchFrom } from '../context.ts'
import { type FolderSession, newestHead } from '../log/session.ts'
import { directoryOf, findPath, parsePath } from './path.ts'

/** As much of directories, as they are stored, stays open in one folder. */
const openDirectoryBytes = 2 << 20

/** Small files that are read one after the other share blocks: as much of bundles stays open. */
const openBundleBytes = 1 << 20

/** One file or directory of a folder. */
export type FolderItem = {
  /** Path from the root of the folder, parts joined by "/". */
  path: string
  name: string
  kind: 'file' | 'directory'
  modifiedAt: Date
}

/** Which bytes of a file: from `start`, without `end`; all by default. */
export type ReadFileOptions = OperationOptions & ContentRange

/** Reads the newest state of a session. Keeps the blocks that were opened last. */
export class TreeReader {
  readonly #session: Pick<FolderSession, 'context' | 'heads'>
  readonly #fetchBlock: FetchBlock
  readonly #parts = new OpenBlocks<DirectoryNode>(openDirectoryBytes)
  readonly #bundles = new OpenBlocks<Uint8Array>(openBundleBytes)

  constructor(session: Pick<FolderSession, 'context' | 'heads'>) {
    this.#session = session
    this.#fetchBlock = fetchFrom(session.context.backend)
  }

  /** The items of a directory by name; with `recursive` also everything below, each directory before its items. */
  async *list(
    path: string,
    { recursive = false, ...options }: OperationOptions & { recursive?: boolean } = {},
  ): AsyncGenerator<FolderItem> {
    const entry = await this.#find(path, options)
    const directory = entry === undefined ? this.#root : directoryOf(entry, path)
    yield* this.#listDirectory(directory, parsePath(path).join('/'), recursive, options)
  }

  /** Content of a file, verified block by block. Throws `PATH_MISSING`, `PATH_KIND` or `RANGE_INVALID`. */
  async *read(path: string, { signal, start, end }: ReadFileOptions = {}): AsyncGenerator<Uint8Array> {
    const bounds = { start, end }
    const { content } = await this.#findFile(path, { signal })
    const inlined = content.kind === 'slice' ? await this.#openSlice(content, signal) : undefined
    if (inlined === undefined) yield* openContent(content, this.#fetchBlock, { ...bounds, signal })
    else yield* openContent({ kind: 'inline', bytes: inlined }, this.#fetchBlock, bounds)
  }

  /** Size of a file in bytes. */
  async sizeOf(path: string, options: OperationOptions = {}): Promise<number> {
    const { content } = await this.#findFile(path, options)
    if (content.kind === 'inline') return content.bytes.length
    if (content.kind === 'slice') return content.lengthBytes
    return (await openFile(content.pointer, this.#fetchBlock, options)).sizeBytes
  }

  get #root(): BlockPointer {
    return newestHead(this.#session).ops.root
  }

  #find(path: string, { signal }: OperationOptions): Promise<DirectoryEntry | undefined> {
    return findPath(this.#root, parsePath(path), this.#fetchBlock, { signal, parts: this.#parts })
  }

  async #findFile(path: string, options: OperationOptions): Promise<DirectoryEntry> {
    const entry = await this.#find(path, options)
    if (entry?.kind === 'file') return entry
    throw new SpaceError('PATH_KIND', { path, expected: 'file' })
  }

  async *#listDirectory(
    directory: BlockPointer,
    base: string,
    recursive: boolean,
    options: OperationOptions,
  ): AsyncGenerator<FolderItem> {
    const reading = { signal: options.signal, parts: this.#parts }
    for await (const entry of openDirectory(directory, this.#fetchBlock, reading)) {
      const path = base === '' ? entry.name : `${base}/${entry.name}`
      yield { path, name: entry.name, kind: entry.kind, modifiedAt: new Date(entry.modifiedMs) }
      if (recursive && entry.kind === 'directory') {
        yield* this.#listDirectory(directoryOf(entry, path), path, recursive, options)
      }
    }
  }

  /** The bytes of a slice; nothing if some are missing: the one place that knows the format says what is wrong. */
  async #openSlice(
    { bundle, offset, lengthBytes }: Extract<Content, { kind: 'slice' }>,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array | undefined> {
    const open = () => fetchAndOpen(bundle, blockType.bundle, this.#fetchBlock, signal)
    const bytes = (await this.#bundles.get(bundle, open)).subarray(offset, offset + lengthBytes)
    return bytes.length === lengthBytes ? bytes : undefined
  }
}
