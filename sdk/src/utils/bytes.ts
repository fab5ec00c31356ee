import { hexToBytes as decode, bytesToHex as encode } from '@noble/hashes/utils.js'
import type { Hex } from './hex.ts'

/**
 * Lower-case hex with 0x in front.
 *
 * @example
 * ```ts
 * import { toHex } from '@space/sdk'
 *
 * console.log(toHex(Uint8Array.of(0, 255))) // 0x00ff
 * ```
 */
export function toHex(bytes: Uint8Array): Hex {
  return `0x${encode(bytes)}`
}

/**
 * Bytes of a hex text, with or without 0x. Throws on anything else.
 *
 * @example
 * ```ts
 * import { fromHex } from '@space/sdk'
 *
 * const bytes = fromHex('0x00ff')
 * ```
 */
export function fromHex(hex: string): Uint8Array {
  return decode(hex.startsWith('0x') ? hex.slice(2) : hex)
}

/**
 * One array out of several.
 *
 * @example
 * ```ts
 * import { concatBytes } from '@space/sdk/storage'
 *
 * const joined = concatBytes(Uint8Array.of(1), Uint8Array.of(2, 3))
 * ```
 */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const total = parts.reduce((sum, part) => sum + part.length, 0)
  const joined = new Uint8Array(total)
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/**
 * Lexicographic order, as `Array.sort` wants it.
 *
 * @example
 * ```ts
 * import { compareBytes } from '@space/sdk/storage'
 *
 * console.log(compareBytes(Uint8Array.of(1), Uint8Array.of(2)) < 0) // true
 * ```
 */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/**
 * Whether two arrays hold the same bytes (not in constant time).
 *
 * @example
 * ```ts
 * import { equalBytes } from '@space/sdk/storage'
 *
 * console.log(equalBytes(Uint8Array.of(1), Uint8Array.of(1))) // true
 * ```
 */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compareBytes(a, b) === 0
}
