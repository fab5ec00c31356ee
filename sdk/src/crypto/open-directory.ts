import {
  compareNames,
  type DirectoryChild,
  type DirectoryEntry,
  type DirectoryNode,
  decodeDirectory,
} from '../codec/directory.ts'
import type { BlockPointer } from '../codec/pointer.ts'
import { SpaceError } from '../errors/index.ts'
import { blockType } from './block-type.ts'
import { type FetchBlock, fetchAndOpen } from './fetch-block.ts'
import type { OpenBlocks } from './open-blocks.ts'

/** How directories are read. */
export type DirectoryOptions = {
  signal?: AbortSignal | undefined
  /** Parts that are open already, and those that are opened now. */
  parts?: OpenBlocks<DirectoryNode> | undefined
}

/** What the part above says of a part of a directory. */
type Expected = { level: number; firstName: string; before: string | undefined }

/**
 * Lists a directory in the order of its names' bytes, fetching its parts one after the other.
 * Throws `BLOCK_INVALID` or `DIRECTORY_INVALID`.
 *
 * @example
 * ```ts
 * for await (const entry of openDirectory(pointer, fetchBlock)) console.log(entry.name)
 * ```
 */
export async function* openDirectory(
  pointer: BlockPointer,
  fetchBlock: FetchBlock,
  options: DirectoryOptions = {},
): AsyncGenerator<DirectoryEntry, void, void> {
  yield* walk(pointer, undefined, fetchBlock, options)
}

/**
 * Finds one name in a directory; fetches one part per level. Nothing if the name is not there.
 * Throws `BLOCK_INVALID` or `DIRECTORY_INVALID`.
 *
 * @example
 * ```ts
 * const entry = await findDirectoryEntry(pointer, 'notes.txt', fetchBlock)
 * ```
 */
export async function findDirectoryEntry(
  pointer: BlockPointer,
  name: string,
  fetchBlock: FetchBlock,
  options: DirectoryOptions = {},
): Promise<DirectoryEntry | undefined> {
  let node = await openPart(pointer, undefined, fetchBlock, options)
  let before: string | undefined
  while (!('entries' in node)) {
    const place = node.children.findLastIndex((child) => compareNames(child.firstName, name) <= 0)
    const child = node.children[place]
    if (child === undefined) return undefined
    before = node.children[place + 1]?.firstName ?? before
    const expected = { level: node.level - 1, firstName: child.firstName, before }
    node = await openPart(child.pointer, expected, fetchBlock, options)
  }
  return node.entries.find((entry) => entry.name === name)
}

async function* walk(
  pointer: BlockPointer,
  expected: Expected | undefined,
  fetchBlock: FetchBlock,
  options: DirectoryOptions,
): AsyncGenerator<DirectoryEntry, void, void> {
  const node = await openPart(pointer, expected, fetchBlock, options)
  if ('entries' in node) {
    yield* node.entries
    return
  }
  for (const [place, child] of node.children.entries()) {
    const before = node.children[place + 1]?.firstName ?? expected?.before
    const below = { level: node.level - 1, firstName: child.firstName, before }
    yield* walk(child.pointer, below, fetchBlock, options)
  }
}

async function openPart(
  pointer: BlockPointer,
  expected: Expected | undefined,
  fetchBlock: FetchBlock,
  options: DirectoryOptions,
): Promise<DirectoryNode> {
  const open = async () =>
    decodeDirectory(await fetchAndOpen(pointer, blockType.directory, fetchBlock, options.signal))
  const node = await (options.parts === undefined ? open() : options.parts.get(pointer, open))
  if (expected === undefined) return node
  const names =
    'entries' in node
      ? node.entries.map((entry) => entry.name)
      : node.children.map((child: DirectoryChild) => child.firstName)
  const last = names.at(-1)
  const inRange =
    last !== undefined &&
    names[0] === expected.firstName &&
    (expected.before === undefined || compareNames(last, expected.before) < 0)
  if (node.level === expected.level && inRange) return node
  throw new SpaceError('DIRECTORY_INVALID', { reason: 'a part does not belong where the part above puts it' })
}
