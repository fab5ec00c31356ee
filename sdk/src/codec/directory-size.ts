import type { Content } from './content.ts'
import type { DirectoryChild, DirectoryEntry } from './directory.ts'
import { SIZED_POINTER_BYTES } from './pointer.ts'

const POINTER_VALUE_BYTES = headBytes(SIZED_POINTER_BYTES) + SIZED_POINTER_BYTES
/** The map of five keys: its head, the keys of one letter, the id of 16 bytes, the kind. */
const ENTRY_FIXED_BYTES = 1 + 5 * 2 + 17 + 1

/** How many bytes an entry takes in its directory node: what encoding it gives, without encoding it. */
export function entrySizeBytes(entry: DirectoryEntry): number {
  return ENTRY_FIXED_BYTES + textBytes(entry.name) + headBytes(entry.modifiedMs) + contentBytes(entry.content)
}

/** How many bytes a child takes in the part above it. */
export function childSizeBytes(child: DirectoryChild): number {
  return 1 + textBytes(child.firstName) + POINTER_VALUE_BYTES
}

function contentBytes(content: Content): number {
  switch (content.kind) {
    case 'inline':
      return 2 + headBytes(content.bytes.length) + content.bytes.length
    case 'node':
      return 2 + POINTER_VALUE_BYTES
    case 'slice':
      return 2 + POINTER_VALUE_BYTES + headBytes(content.offset) + headBytes(content.lengthBytes)
  }
}

function textBytes(text: string): number {
  const length = utf8Bytes(text)
  return headBytes(length) + length
}

/** Length of the head that holds a number or a length (RFC 8949 §3, shortest form). */
function headBytes(value: number): number {
  if (value < 24) return 1
  if (value < 2 ** 8) return 2
  if (value < 2 ** 16) return 3
  return value < 2 ** 32 ? 5 : 9
}

/** Length in UTF-8 (RFC 3629 §3) of a well-formed text; both halves of a surrogate pair count two bytes. */
function utf8Bytes(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2
  }
  return bytes
}
