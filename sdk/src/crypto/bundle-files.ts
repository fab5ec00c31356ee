import type { Content } from '../codec/content.ts'
import { capacityBytes, type SizeClass, smallestClass } from '../codec/size-class.ts'
import { SpaceError } from '../errors/index.ts'
import { blockType } from './block-type.ts'
import {
  BLOCK_FRAME_BYTES,
  BLOCK_PREFIX_BYTES,
  type BlockKeying,
  createBlockBuffer,
  pointerOf,
  type SealedBlock,
  sealBuffer,
} from './seal-block.ts'

/** Small files share blocks of this class. */
const BUNDLE_CLASS: SizeClass = 4

/** Longest file that can be bundled. */
export const BUNDLE_MAX_BYTES: number = capacityBytes(BUNDLE_CLASS)

/** A sealed bundle and the place of each of its files in it. */
export type SealedBundle<Item> = {
  block: SealedBlock
  files: { item: Item; content: Extract<Content, { kind: 'slice' }> }[]
}

/**
 * Puts small files into shared blocks, in the order in which they come; a bundle is yielded when the next
 * file does not fit. Blocks cost less than one per file, and hide the files' sizes.
 * Format: docs/spec/directory.md.
 *
 * @example
 * ```ts
 * for await (const { block, files } of bundleFiles(smallFiles, keying)) {
 *   await store.put(block)
 *   for (const { item, content } of files) console.log(item.name, content.offset)
 * }
 * ```
 */
export async function* bundleFiles<Item extends { bytes: Uint8Array }>(
  items: AsyncIterable<Item> | Iterable<Item>,
  keying: BlockKeying,
  options: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<SealedBundle<Item>, void, void> {
  let waiting: Item[] = []
  let lengthBytes = 0
  for await (const item of items) {
    options.signal?.throwIfAborted()
    if (item.bytes.length > BUNDLE_MAX_BYTES) {
      throw new SpaceError('INPUT_INVALID', {
        what: 'a file to bundle',
        reason: `${item.bytes.length} bytes are more than ${BUNDLE_MAX_BYTES}`,
      })
    }
    if (lengthBytes + item.bytes.length > BUNDLE_MAX_BYTES) {
      yield await sealBundle(waiting, keying)
      waiting = []
      lengthBytes = 0
    }
    waiting.push(item)
    lengthBytes += item.bytes.length
  }
  if (waiting.length > 0) yield await sealBundle(waiting, keying)
}

async function sealBundle<Item extends { bytes: Uint8Array }>(
  items: readonly Item[],
  keying: BlockKeying,
): Promise<SealedBundle<Item>> {
  const payloadBytes = items.reduce((sum, item) => sum + item.bytes.length, 0)
  const buffer = createBlockBuffer(smallestClass(payloadBytes), payloadBytes)
  const places: { item: Item; offset: number }[] = []
  let offset = 0
  for (const item of items) {
    buffer.set(item.bytes, BLOCK_PREFIX_BYTES + BLOCK_FRAME_BYTES + offset)
    places.push({ item, offset })
    offset += item.bytes.length
  }
  const block = await sealBuffer(blockType.bundle, buffer, payloadBytes, keying)
  const bundle = pointerOf(block)
  const files = places.map(({ item, offset }) => {
    const content = { kind: 'slice' as const, bundle, offset, lengthBytes: item.bytes.length }
    return { item, content }
  })
  return { block, files }
}
