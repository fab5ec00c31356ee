import type { Content } from '../codec/content.ts'
import { SpaceError } from '../errors/index.ts'
import { blockType } from './block-type.ts'
import { type FetchBlock, fetchAndOpen } from './fetch-block.ts'
import { openFile } from './open-file.ts'
import { checkRange, openFileRange } from './open-file-range.ts'

/** Which bytes of a file; all of them by default. */
export type ContentRange = { start?: number | undefined; end?: number | undefined }

/**
 * Reads a file from the place that a directory names: inside the directory, in a bundle, or in chunks of its
 * own. Throws `RANGE_INVALID`, `BLOCK_INVALID`, `BUNDLE_INVALID` or `FILE_INVALID`.
 *
 * @example
 * ```ts
 * for await (const bytes of openContent(entry.content, fetchBlock)) process.stdout.write(bytes)
 * ```
 */
export async function* openContent(
  content: Content,
  fetchBlock: FetchBlock,
  options: ContentRange & { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Uint8Array, void, void> {
  const { signal } = options
  if (content.kind === 'node') {
    const node = await openFile(content.pointer, fetchBlock, { signal })
    const { start = 0, end = node.sizeBytes } = options
    yield* openFileRange(node, fetchBlock, { start, end, signal })
    return
  }
  const bytes = content.kind === 'inline' ? content.bytes : await openSlice(content, fetchBlock, signal)
  const { start = 0, end = bytes.length } = options
  checkRange(start, end, bytes.length)
  // A copy: the directory or bundle that holds these bytes may be kept for the next reader.
  if (start < end) yield bytes.slice(start, end)
}

async function openSlice(
  slice: Extract<Content, { kind: 'slice' }>,
  fetchBlock: FetchBlock,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const payload = await fetchAndOpen(slice.bundle, blockType.bundle, fetchBlock, signal)
  const end = slice.offset + slice.lengthBytes
  if (end <= payload.length) return payload.subarray(slice.offset, end)
  throw new SpaceError('BUNDLE_INVALID', { reason: 'a slice ends behind its last byte' })
}
