import { sha256 } from '@noble/hashes/sha2.js'
import {
  compareNames,
  type DirectoryChild,
  type DirectoryEntry,
  encodeDirectory,
} from '../codec/directory.ts'
import { childSizeBytes, entrySizeBytes } from '../codec/directory-size.ts'
import type { BlockPointer } from '../codec/pointer.ts'
import { blockType } from './block-type.ts'
import { type BlockKeying, pointerOf, type SealedBlock, sealBlock } from './seal-block.ts'

/** Mean and greatest payload of one part of a directory that is cut into several. */
const TARGET_BYTES = 16_384
const MAX_BYTES = 60_000

type Part<Item> = { firstName: string; items: Item[] }

/**
 * Seals a directory: yields its blocks and returns the pointer of its topmost part. Entries may come in any
 * order. A large directory is cut where the names' hashes say so, never by history, so that a change
 * touches one part of each level and all others keep their blocks. Format: docs/spec/directory.md.
 *
 * @example
 * ```ts
 * const pointer = yield* sealDirectory(entries, { kind: 'convergent', key: keys.convergence })
 * ```
 */
export async function* sealDirectory(
  entries: readonly DirectoryEntry[],
  keying: BlockKeying,
  options: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<SealedBlock, BlockPointer, void> {
  const sorted = entries.toSorted((a, b) => compareNames(a.name, b.name))
  let children: DirectoryChild[] = []
  for (const { firstName, items } of cut(sorted, (entry) => entry.name, entrySizeBytes, 0)) {
    const payload = encodeDirectory({ level: 0, entries: items })
    options.signal?.throwIfAborted()
    const block = await sealBlock(blockType.directory, payload, keying)
    yield block
    children.push({ firstName, pointer: pointerOf(block) })
  }
  for (let level = 1; children.length > 1; level++) {
    const above: DirectoryChild[] = []
    for (const { firstName, items } of cut(children, (child) => child.firstName, childSizeBytes, level)) {
      const payload = encodeDirectory({ level, children: items })
      const block = await sealBlock(blockType.directory, payload, keying)
      yield block
      above.push({ firstName, pointer: pointerOf(block) })
    }
    children = above
  }
  return (children[0] as DirectoryChild).pointer
}

/**
 * Cuts a sorted list into parts; an empty list is one empty part. A part ends behind a name whose hash is
 * low for the item's size. Upper parts have two items at least, so that every level is shorter.
 */
function cut<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  sizeOf: (item: Item) => number,
  level: number,
): Part<Item>[] {
  const least = level === 0 ? 1 : 2
  const parts: Part<Item>[] = []
  let part: Part<Item> | undefined
  let partBytes = 0
  for (const item of items) {
    const itemBytes = sizeOf(item)
    if (part === undefined || (partBytes + itemBytes > MAX_BYTES && part.items.length >= least)) {
      part = { firstName: nameOf(item), items: [] }
      partBytes = 0
      parts.push(part)
    }
    part.items.push(item)
    partBytes += itemBytes
    const isEnd = hashFraction(nameOf(item), level) < itemBytes / TARGET_BYTES
    if (isEnd && part.items.length >= least) part = undefined
  }
  return parts.length === 0 ? [{ firstName: '', items: [] }] : parts
}

/** A number from 0 to 1 that depends on a name and its level alone. */
function hashFraction(name: string, level: number): number {
  const digest = sha256(new TextEncoder().encode(`${level}/${name}`))
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) / 2 ** 32
}
