import type { SourceFile } from '@space/sdk'

/** A file of an upload that exists in memory only. */
export function memoryFile(
  path: string,
  content: Uint8Array | string,
  modifiedMs = 1_700_000_000_000,
): SourceFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    kind: 'file',
    path,
    sizeBytes: bytes.length,
    modifiedAt: new Date(modifiedMs),
    version: `${bytes.length}-${modifiedMs}`,
    read: async function* (fromByte) {
      yield bytes.subarray(fromByte)
    },
  }
}
