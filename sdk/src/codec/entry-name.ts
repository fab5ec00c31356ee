const encoder = new TextEncoder()

/**
 * Says why a text cannot be the name of a file or directory, or nothing if it can: NFC, 1 to 255 bytes
 * of UTF-8, no slash, no NUL, no byte order mark in front, not "." or ".." (docs/spec/directory.md).
 *
 * @example
 * ```ts
 * entryNameProblem('notes.txt') // undefined
 * entryNameProblem('a/b') // 'it contains "/"'
 * ```
 */
export function entryNameProblem(name: string): string | undefined {
  if (!name.isWellFormed()) return 'it is not Unicode text'
  if (name.normalize('NFC') !== name) return 'it is not in Unicode normal form C'
  const lengthBytes = encoder.encode(name).length
  if (lengthBytes < 1 || lengthBytes > 255) return 'it has not 1 to 255 bytes'
  if (name.includes('/')) return 'it contains "/"'
  if (name.includes('\0')) return 'it contains a zero byte'
  // Text decoders drop it (WHATWG Encoding §4.1), so that the directory would not be read as it was written.
  if (name.startsWith('\ufeff')) return 'it begins with a byte order mark'
  if (name === '.' || name === '..') return 'it means a place, not a name'
  return undefined
}
