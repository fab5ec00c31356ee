import { decodeFileNode, type FileNode } from '../codec/file-node.ts'
import type { BlockPointer } from '../codec/pointer.ts'
import { blockType } from './block-type.ts'
import { type FetchBlock, fetchAndOpen } from './fetch-block.ts'

/**
 * Fetches and opens a file node; throws `BLOCK_INVALID` or `FILE_INVALID`.
 *
 * @example
 * ```ts
 * const node = await openFile(pointer, fetchBlock)
 * console.log(node.sizeBytes)
 * ```
 */
export async function openFile(
  pointer: BlockPointer,
  fetchBlock: FetchBlock,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<FileNode> {
  return decodeFileNode(await fetchAndOpen(pointer, blockType.file, fetchBlock, options.signal))
}
