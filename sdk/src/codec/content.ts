import type { CborValue } from './cbor.ts'
import { type BlockPointer, decodePointer, encodePointer } from './pointer.ts'
import type { Shape } from './shape.ts'
import { capacityBytes } from './size-class.ts'

/** Longest file that is kept inside its directory. */
export const INLINE_MAX_BYTES = 3072

/** Where the content of a file is, or the node of a directory. */
export type Content =
  | { kind: 'inline'; bytes: Uint8Array }
  | { kind: 'node'; pointer: BlockPointer }
  | { kind: 'slice'; bundle: BlockPointer; offset: number; lengthBytes: number }

/** The list that stands for a content in directories and changes (docs/spec/directory.md). */
export function encodeContent(content: Content, shape: Shape): CborValue {
  switch (content.kind) {
    case 'inline':
      shape.check(content.bytes.length <= INLINE_MAX_BYTES, 'an inline file is too long')
      return [0, content.bytes]
    case 'node':
      return [1, encodePointer(content.pointer)]
    case 'slice':
      checkSlice(content, shape)
      return [2, encodePointer(content.bundle), content.offset, content.lengthBytes]
  }
}

/** Reads the list that stands for a content. */
export function decodeContent(value: CborValue | undefined, shape: Shape): Content {
  const list = shape.list(value, 'a content')
  if (list[0] === 0) {
    shape.list(list, 'an inline content', 2)
    const bytes = shape.bytes(list[1], 'an inline content')
    shape.check(bytes.length <= INLINE_MAX_BYTES, 'an inline file is too long')
    return { kind: 'inline', bytes }
  }
  if (list[0] === 1) {
    shape.list(list, 'a content', 2)
    return { kind: 'node', pointer: decodePointer(list[1], 'a content', shape) }
  }
  shape.check(list[0] === 2, 'a content is of no known kind')
  shape.list(list, 'a slice', 4)
  const slice = {
    kind: 'slice' as const,
    bundle: decodePointer(list[1], 'a slice', shape),
    offset: shape.integer(list[2], 'the offset of a slice'),
    lengthBytes: shape.integer(list[3], 'the length of a slice'),
  }
  checkSlice(slice, shape)
  return slice
}

function checkSlice(slice: Extract<Content, { kind: 'slice' }>, shape: Shape): void {
  const end = slice.offset + slice.lengthBytes
  shape.check(end <= capacityBytes(slice.bundle.sizeClass), 'a slice ends outside of its bundle')
}
