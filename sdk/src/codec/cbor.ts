import { decode, encode } from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { equalBytes } from '../utils/index.ts'

/** What a stored object may consist of: no null, boolean, float, negative number or other tag. */
export type CborValue = number | string | Uint8Array | CID | readonly CborValue[] | CborMap

/** A map with text keys. */
export type CborMap = { readonly [key: string]: CborValue }

/** How deep lists and maps may be nested, below the outermost. */
const MAX_DEPTH = 16

/** DAG-CBOR bytes (IPLD, RFC 8949 §4.2) of a value; there is exactly one encoding of each value. */
export function encodeCbor(value: CborValue): Uint8Array {
  assertPlain(value, true, 0)
  return encode(value)
}

/**
 * Reads DAG-CBOR from outside. The common decoder lets unsorted keys, long integers, floats,
 * undefined and broken UTF-8 pass, so the value's types are checked and its encoding compared.
 * Links occur in the forest only and must be asked for.
 * Throws a plain `Error` that says what is wrong; callers wrap it into the error of their object.
 */
export function decodeCbor(bytes: Uint8Array, options: { links?: boolean } = {}): CborValue {
  const value = decode<unknown>(bytes)
  assertPlain(value, options.links === true, 0)
  if (!equalBytes(encode(value), bytes)) throw new Error('the encoding is not canonical')
  return value
}

function assertPlain(value: unknown, links: boolean, depth: number): asserts value is CborValue {
  if (depth > MAX_DEPTH) throw new Error('it is nested too deeply')
  if (value instanceof Uint8Array) return
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || value < 0 || Object.is(value, -0)) {
      throw new Error('a number is not an integer from 0 to 2^53-1')
    }
  } else if (typeof value === 'string') {
    if (!value.isWellFormed() || value.normalize('NFC') !== value) throw new Error('a text is not in NFC')
  } else if (CID.asCID(value) !== null) {
    if (!links) throw new Error('a link is where none belongs')
  } else if (Array.isArray(value)) {
    for (const item of value) assertPlain(item, links, depth + 1)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      assertPlain(key, links, depth)
      assertPlain(item, links, depth + 1)
    }
  } else {
    throw new Error('a value is neither integer, text, bytes, list, map nor link')
  }
}
