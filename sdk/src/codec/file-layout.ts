import { capacityBytes, type SizeClass, smallestClass } from './size-class.ts'

/** Most pointers in a file node or file index. */
export const FILE_FANOUT = 1000

/** Most index levels between a file node and its chunks. */
export const MAX_FILE_HEIGHT = 3

const GIBIBYTE = 2 ** 30

/** Where the chunks and index blocks of a file are; plain numbers, so it holds beyond 2^32 (no bit operations). */
export type FileLayout = {
  chunkCount: number
  /** Index levels between the node and the chunks; more than `MAX_FILE_HEIGHT` means that no node can hold it. */
  height: number
  /** Pointers in the file node itself. */
  rootCount: number
}

/** The layout that a file of this size with chunks of this class has; height is the least possible. */
export function fileLayout(sizeBytes: number, chunkClass: SizeClass): FileLayout {
  const chunkCount = Math.ceil(sizeBytes / capacityBytes(chunkClass))
  let height = 0
  let rootCount = chunkCount
  while (rootCount > FILE_FANOUT) {
    rootCount = Math.ceil(rootCount / FILE_FANOUT)
    height += 1
  }
  return { chunkCount, height, rootCount }
}

/** Payload bytes and size class of one chunk: all have the file's class, but the last has the smallest that fits. */
export function chunkShape(
  sizeBytes: number,
  chunkClass: SizeClass,
  index: number,
): { lengthBytes: number; sizeClass: SizeClass } {
  const capacity = capacityBytes(chunkClass)
  const lengthBytes = Math.min(capacity, sizeBytes - index * capacity)
  const sizeClass = lengthBytes === capacity ? chunkClass : smallestClass(lengthBytes)
  return { lengthBytes, sizeClass: sizeClass as SizeClass }
}

/** Pointers in the index block that starts at a chunk, where each pointer covers `span` chunks. */
export function indexPointerCount(chunkCount: number, firstChunk: number, span: number): number {
  return Math.min(FILE_FANOUT, Math.ceil((chunkCount - firstChunk) / span))
}

/**
 * The class of chunk that writers choose: one block up to 1 MiB, then 256 KiB chunks up to 1 GiB, then 1 MiB.
 * A stream of unknown size gets 256 KiB chunks.
 */
export function chooseChunkClass(sizeBytes: number | undefined): SizeClass {
  if (sizeBytes === undefined) return 4
  return smallestClass(sizeBytes) ?? (sizeBytes <= GIBIBYTE ? 4 : 5)
}
