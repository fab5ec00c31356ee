import { sha256 } from '@noble/hashes/sha2.js'
import { toHex } from '../../utils/index.ts'
import type { SourceFile } from './source.ts'

/**
 * A file for an upload that exists in memory only.
 *
 * @example
 * ```ts
 * import { memoryFile } from '@space/sdk'
 *
 * const note = memoryFile('notes/hello.txt', 'hello space')
 * ```
 */
export function memoryFile(
  path: string,
  content: Uint8Array | string,
  modifiedAt: Date = new Date(),
): SourceFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    kind: 'file',
    path,
    sizeBytes: bytes.length,
    modifiedAt,
    version: toHex(sha256(bytes)),
    read: async function* (fromByte) {
      yield bytes.subarray(fromByte)
    },
  }
}
