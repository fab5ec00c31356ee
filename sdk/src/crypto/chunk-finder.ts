import { FILE_FANOUT, fileLayout, indexPointerCount } from '../codec/file-layout.ts'
import { decodeFileIndex, type FileNode } from '../codec/file-node.ts'
import { POINTER_BYTES, pointerAt } from '../codec/pointer.ts'
import { type SizeClass, smallestClass } from '../codec/size-class.ts'
import { blockType } from './block-type.ts'
import { type FetchBlock, fetchAndOpen } from './fetch-block.ts'

type OpenIndex = { firstChunk: number; pointers: Uint8Array }

/** Finds the pointer of any chunk of a file. It keeps the newest index block of each level, no more. */
export class ChunkFinder {
  readonly #node: FileNode
  readonly #fetchBlock: FetchBlock
  readonly #open = new Map<number, OpenIndex>()

  constructor(node: FileNode, fetchBlock: FetchBlock) {
    this.#node = node
    this.#fetchBlock = fetchBlock
  }

  /** Digest and secret of a chunk. */
  async find(
    chunk: number,
    signal: AbortSignal | undefined,
  ): Promise<{ digest: Uint8Array; secret: Uint8Array }> {
    const { chunkCount, height } = fileLayout(this.#node.sizeBytes, this.#node.chunkClass)
    let list: OpenIndex = { firstChunk: 0, pointers: this.#node.pointers }
    for (let level = height; level > 0; level--) {
      const span = FILE_FANOUT ** level
      const place = Math.floor((chunk - list.firstChunk) / span)
      const firstChunk = list.firstChunk + place * span
      let index = this.#open.get(level)
      if (index?.firstChunk !== firstChunk) {
        const count = indexPointerCount(chunkCount, firstChunk, span / FILE_FANOUT)
        const sizeClass = smallestClass(count * POINTER_BYTES) as SizeClass
        const pointer = { ...pointerAt(list.pointers, place), sizeClass }
        const payload = await fetchAndOpen(pointer, blockType.fileIndex, this.#fetchBlock, signal)
        index = { firstChunk, pointers: decodeFileIndex(payload, count) }
        this.#open.set(level, index)
      }
      list = index
    }
    return pointerAt(list.pointers, chunk - list.firstChunk)
  }
}
