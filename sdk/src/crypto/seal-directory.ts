import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { randomBytes } from '@noble/hashes/utils.js'
import {
  compareNames,
  type DirectoryChild,
  type DirectoryEntry,
  encodeDirectory,
} from '../codec/directory.ts'
import { childSizeBytes, entrySizeBytes } from '../codec/directory-size.ts'
import type { BlockPointer } from '../codec/pointer.ts'
import { blockType } from './block-type.ts'
import { type BlockKeying, type BlockSink, pointerOf, sealBlock } from './seal-block.ts'

/** Mean and greatest payload of one part of a directory that is cut into several. */
const TARGET_BYTES = 16_384
const MAX_BYTES = 60_000

type CutHash = ReturnType<typeof hmac.create>

const utf8 = new TextEncoder()

/** How a directory is sealed. */
export type SealDirectoryOptions = {
  keying: BlockKeying
  /** Takes every block, each part before the one above it. */
  write: BlockSink
  signal?: AbortSignal | undefined
}

/** How items of one level are named and measured. */
type Measure<Item> = { level: number; nameOf: (item: Item) => string; sizeOf: (item: Item) => number }

type Part<Item> = { firstName: string; items: Item[] }

/**
 * Seals a directory and gives the pointer of its topmost part. Entries may come in any
 * order. What fits one part is never cut. A larger directory is cut where keyed hashes of the names say so, never
 * by history: a change touches one part of each level and all others keep their blocks, and storage cannot
 * guess names from the number of parts. Format: docs/spec/directory.md.
 *
 * @example
 * ```ts
 * const pointer = await sealDirectory(entries, {
 *   keying: { kind: 'convergent', key: keys.convergence },
 *   write: (block) => store.put(block),
 * })
 * ```
 */
export async function sealDirectory(
  entries: readonly DirectoryEntry[],
  { keying, write, signal }: SealDirectoryOptions,
): Promise<BlockPointer> {
  const sorted = entries.toSorted((a, b) => compareNames(a.name, b.name))
  // Keyed once; each name continues a copy.
  const cutHash = hmac.create(sha256, keying.kind === 'convergent' ? keying.key : randomBytes(32))
  const writePart = async (firstName: string, payload: Uint8Array): Promise<DirectoryChild> => {
    signal?.throwIfAborted()
    const block = await sealBlock(blockType.directory, payload, keying)
    await write(block)
    return { firstName, pointer: pointerOf(block) }
  }
  let children: DirectoryChild[] = []
  const leaves: Measure<DirectoryEntry> = { level: 0, nameOf: ({ name }) => name, sizeOf: entrySizeBytes }
  for (const { firstName, items } of cut(sorted, leaves, cutHash)) {
    children.push(await writePart(firstName, encodeDirectory({ level: 0, entries: items })))
  }
  for (let level = 1; children.length > 1; level++) {
    const above: DirectoryChild[] = []
    const parts: Measure<DirectoryChild> = { level, nameOf: (part) => part.firstName, sizeOf: childSizeBytes }
    for (const { firstName, items } of cut(children, parts, cutHash)) {
      above.push(await writePart(firstName, encodeDirectory({ level, children: items })))
    }
    children = above
  }
  return (children[0] as DirectoryChild).pointer
}

/**
 * Cuts a sorted list into parts; what fits one part stays whole, also an empty list. A part ends behind a name whose hash is
 * low for the item's size. Upper parts have two items at least, so that every level is shorter.
 */
function cut<Item>(
  items: readonly Item[],
  { level, nameOf, sizeOf }: Measure<Item>,
  cutHash: CutHash,
): Part<Item>[] {
  const [first] = items
  if (first === undefined) return [{ firstName: '', items: [] }]
  const totalBytes = items.reduce((sum, item) => sum + sizeOf(item), 0)
  if (totalBytes <= MAX_BYTES) return [{ firstName: nameOf(first), items: [...items] }]
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
    const isEnd = hashFraction(cutHash, nameOf(item), level) < itemBytes / TARGET_BYTES
    if (isEnd && part.items.length >= least) part = undefined
  }
  return parts
}

/** A number from 0 to 1 that depends on key, name and level alone. */
function hashFraction(cutHash: CutHash, name: string, level: number): number {
  const digest = cutHash
    .clone()
    .update(utf8.encode(`${level}/${name}`))
    .digest()
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) / 2 ** 32
}
