import { chooseChunkClass } from '../codec/file-layout.ts'
import { encodeFileNode } from '../codec/file-node.ts'
import { type BlockPointer, POINTER_BYTES, pointerAt } from '../codec/pointer.ts'
import { capacityBytes, type SizeClass, smallestClass } from '../codec/size-class.ts'
import { SpaceError } from '../errors/index.ts'
import { blockType } from './block-type.ts'
import { IndexBuilder } from './index-builder.ts'
import {
  BLOCK_FRAME_BYTES,
  BLOCK_PREFIX_BYTES,
  type BlockKeying,
  type BlockSink,
  createBlockBuffer,
  pointerOf,
  sealBlock,
  sealBuffer,
} from './seal-block.ts'

/** The start of a file that an earlier attempt sealed: whole chunks of one class, none shorter. */
export type SealedPrefix = {
  chunkClass: SizeClass
  /** 64-byte pointers (digest ‖ secret) of its chunks, in order. */
  pointers: Uint8Array
}

/** How a file is sealed. */
export type SealFileOptions = {
  keying: BlockKeying
  /** Takes every block in order: chunks and indexes, last the file node. */
  write: BlockSink
  /** Size of the file if it is known; it chooses the size of the chunks. */
  sizeBytes?: number | undefined
  /** What is sealed and stored already; the source must then start right behind it. */
  prefix?: SealedPrefix | undefined
  signal?: AbortSignal | undefined
}

/** A file whose blocks were all written. */
export type SealedFile = { pointer: BlockPointer; sizeBytes: number; chunkClass: SizeClass }

/**
 * Seals a file as it is read and gives its pointer. It holds one chunk and one list of pointers per level, whatever
 * the file's size. Format: docs/spec/file.md.
 *
 * @example
 * ```ts
 * const { pointer } = await sealFile(source, {
 *   keying: { kind: 'convergent', key: keys.convergence },
 *   write: (block) => store.put(block),
 * })
 * ```
 */
export async function sealFile(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: SealFileOptions,
): Promise<SealedFile> {
  const { keying, write, prefix, signal } = options
  let chunkClass = prefix?.chunkClass ?? chooseChunkClass(options.sizeBytes)
  const index = new IndexBuilder(keying, write)
  const knownChunks = prefix === undefined ? 0 : countPointers(prefix.pointers)
  for (let i = 0; i < knownChunks; i++) {
    const { digest, secret } = pointerAt((prefix as SealedPrefix).pointers, i)
    await index.add(digest, secret)
  }
  let sizeBytes = knownChunks * capacityBytes(chunkClass)
  let chunkCount = knownChunks
  for await (const { buffer, lengthBytes } of cutChunks(source, chunkClass, signal)) {
    const chunk = await sealBuffer(blockType.chunk, buffer, lengthBytes, keying)
    await write(chunk)
    await index.add(chunk.digest, chunk.secret)
    sizeBytes += lengthBytes
    chunkCount += 1
    if (chunkCount === 1 && chunk.sizeClass < chunkClass) chunkClass = chunk.sizeClass
  }
  if (chunkCount === 0) chunkClass = 0
  const pointers = await index.finish()
  const node = encodeFileNode({ sizeBytes, chunkClass, pointers })
  const block = await sealBlock(blockType.file, node, keying)
  await write(block)
  return { pointer: pointerOf(block), sizeBytes, chunkClass }
}

/** Copies the source into block buffers, each as full as its class allows. */
async function* cutChunks(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  chunkClass: SizeClass,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ buffer: Uint8Array; lengthBytes: number }, void, void> {
  const capacity = capacityBytes(chunkClass)
  const payloadStart = BLOCK_PREFIX_BYTES + BLOCK_FRAME_BYTES
  let buffer: Uint8Array | undefined
  let lengthBytes = 0
  for await (const piece of source) {
    signal?.throwIfAborted()
    for (let read = 0; read < piece.length; ) {
      buffer ??= createBlockBuffer(chunkClass, capacity)
      const part = piece.subarray(read, read + capacity - lengthBytes)
      buffer.set(part, payloadStart + lengthBytes)
      read += part.length
      lengthBytes += part.length
      if (lengthBytes === capacity) {
        yield { buffer, lengthBytes }
        buffer = undefined
        lengthBytes = 0
      }
    }
  }
  signal?.throwIfAborted()
  if (buffer === undefined) return
  const last = createBlockBuffer(smallestClass(lengthBytes), lengthBytes)
  last.set(buffer.subarray(payloadStart, payloadStart + lengthBytes), payloadStart)
  yield { buffer: last, lengthBytes }
}

function countPointers(pointers: Uint8Array): number {
  if (pointers.length % POINTER_BYTES === 0) return pointers.length / POINTER_BYTES
  throw new SpaceError('INPUT_INVALID', { what: 'the sealed start of a file', reason: 'a pointer is cut' })
}
