import { chunkShape } from '../codec/file-layout.ts'
import type { FileNode } from '../codec/file-node.ts'
import { capacityBytes } from '../codec/size-class.ts'
import { SpaceError } from '../errors/index.ts'
import { blockType } from './block-type.ts'
import { ChunkFinder } from './chunk-finder.ts'
import { type FetchBlock, fetchAndOpen } from './fetch-block.ts'

/** Which bytes of a file: from `start`, without `end`. */
export type FileRangeOptions = { start: number; end: number; signal?: AbortSignal | undefined }

/**
 * Reads bytes `start` to `end` (exclusive) of a file, chunk by chunk. It fetches only the chunks that the
 * range touches and the index blocks above them, and holds one chunk at a time.
 * Throws `RANGE_INVALID`, `BLOCK_INVALID` or `FILE_INVALID`.
 *
 * @example
 * ```ts
 * for await (const bytes of openFileRange(node, fetchBlock, { start: 0, end: 1024 })) process.stdout.write(bytes)
 * ```
 */
export async function* openFileRange(
  node: FileNode,
  fetchBlock: FetchBlock,
  { start, end, signal }: FileRangeOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const { sizeBytes, chunkClass } = node
  checkRange(start, end, sizeBytes)
  const capacity = capacityBytes(chunkClass)
  const finder = new ChunkFinder(node, fetchBlock)
  for (let chunk = Math.floor(start / capacity); start < end && chunk * capacity < end; chunk++) {
    const { lengthBytes, sizeClass } = chunkShape(sizeBytes, chunkClass, chunk)
    const pointer = { ...(await finder.find(chunk, signal)), sizeClass }
    const payload = await fetchAndOpen(pointer, blockType.chunk, fetchBlock, signal)
    if (payload.length !== lengthBytes) {
      throw new SpaceError('FILE_INVALID', { reason: `chunk ${chunk} has not ${lengthBytes} bytes` })
    }
    const first = chunk * capacity
    yield payload.subarray(Math.max(0, start - first), Math.min(lengthBytes, end - first))
  }
}

/** Throws `RANGE_INVALID` unless both are whole numbers with 0 <= start <= end <= size. */
export function checkRange(start: number, end: number, sizeBytes: number): void {
  const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end)
  if (whole && start >= 0 && start <= end && end <= sizeBytes) return
  throw new SpaceError('RANGE_INVALID', { start, end, sizeBytes })
}
