import type { Content } from '../codec/content.ts'
import { blockType } from '../crypto/block-type.ts'
import { type FetchBlock, fetchAndOpen } from '../crypto/fetch-block.ts'
import { type ContentRange, openContent } from '../crypto/open-content.ts'
import { type OperationOptions, toHex } from '../utils/index.ts'

/** Packs that stay open: files that are read one after the other lie next to each other. */
const openPacks = 4

/** Reads files. Keeps the last packs open, so that a pack of many small files is opened once. */
export type ContentReader = {
  read(content: Content, range?: ContentRange, options?: OperationOptions): AsyncIterable<Uint8Array>
}

/** Makes a reader over a store. */
export function createContentReader(fetchBlock: FetchBlock): ContentReader {
  const packs = new Map<string, Promise<Uint8Array>>()

  const openPack = ({ pack }: Extract<Content, { kind: 'slice' }>) => {
    // The secret is part of the key: a digest alone could be paired with somebody else's secret.
    const key = toHex(pack.digest) + toHex(pack.secret)
    const known = packs.get(key)
    if (known !== undefined) return known
    const opening = fetchAndOpen(pack, blockType.pack, fetchBlock)
    packs.set(key, opening)
    opening.catch(() => packs.delete(key))
    const [oldest] = packs.keys()
    if (packs.size > openPacks && oldest !== undefined) packs.delete(oldest)
    return opening
  }

  return {
    read: async function* (content, range = {}, options = {}) {
      if (content.kind !== 'slice') {
        yield* openContent(content, fetchBlock, { ...range, signal: options.signal })
        return
      }
      const payload = await openPack(content)
      const bytes = payload.subarray(content.offset, content.offset + content.lengthBytes)
      if (bytes.length < content.lengthBytes) {
        // Let the one place that knows the format say what is wrong.
        yield* openContent(content, fetchBlock, range)
        return
      }
      yield* openContent({ kind: 'inline', bytes }, fetchBlock, range)
    },
  }
}
