import { compareBytes } from '../utils/index.ts'
import type { CborValue } from './cbor.ts'
import type { Shape } from './shape.ts'

/** What an author of a folder's log may do: bits 1 (write) and 2 (admit other authors). */
export const authorFlag = { write: 1, admit: 2 } as const

/** A writer of the log and its flags. */
export type Author = {
  /** Ed25519 public key. */
  author: Uint8Array
  flags: number
}

/** A list of authors, which must be sorted. */
export function encodeAuthors(authors: readonly Author[], shape: Shape): CborValue {
  return checkAuthors(authors, shape).map(({ author, flags }) => [author, flags])
}

/** Reads a sorted list of authors. */
export function decodeAuthors(value: CborValue | undefined, shape: Shape): readonly Author[] {
  const authors = shape.list(value, 'the list of authors').map((item) => {
    const [author, flags] = shape.list(item, 'an author', 2)
    return { author: shape.bytes(author, 'an author', 32), flags: shape.integer(flags, 'the flags') }
  })
  return checkAuthors(authors, shape)
}

function checkAuthors(authors: readonly Author[], shape: Shape): readonly Author[] {
  for (const { flags } of authors)
    shape.check(flags >= 1 && flags <= 3, 'the flags of an author do not exist')
  return shape.ascending(authors, (a, b) => compareBytes(a.author, b.author), 'its authors')
}
