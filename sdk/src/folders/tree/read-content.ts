import type { Content } from '../../codec/content.ts'
import { blockType } from '../../crypto/block-type.ts'
import { type FetchBlock, fetchAndOpen } from '../../crypto/fetch-block.ts'
import { OpenBlocks } from '../../crypto/open-blocks.ts'
import { type ContentRange, openContent } from '../../crypto/open-content.ts'
import type { OperationOptions } from '../../utils/index.ts'

/** Files that are read one after the other lie next to each other: as much of packs stays open. */
const openPackBytes = 1 << 20

/** Reads files. Keeps the last packs open, so that a pack of many small files is opened once. */
export type ContentReader = {
  read(content: Content, range?: ContentRange, options?: OperationOptions): AsyncIterable<Uint8Array>
}

/** Makes a reader over a store. */
export function createContentReader(fetchBlock: FetchBlock): ContentReader {
  const packs = new OpenBlocks<Uint8Array>(openPackBytes)
  return {
    read: async function* (content, range = {}, { signal } = {}) {
      if (content.kind === 'slice') {
        const { pack, offset, lengthBytes } = content
        const payload = await packs.get(pack, () => fetchAndOpen(pack, blockType.pack, fetchBlock, signal))
        const bytes = payload.subarray(offset, offset + lengthBytes)
        // If some are missing, the one place that knows the format says what is wrong.
        if (bytes.length === lengthBytes) {
          yield* openContent({ kind: 'inline', bytes }, fetchBlock, range)
          return
        }
      }
      yield* openContent(content, fetchBlock, { ...range, signal })
    },
  }
}
