import { MappingError } from '../errors.ts'

/** Most bits that a BigInt of a mapping may have (graph-node, `graph/src/data/store/scalar/bigint.rs`). */
const MAX_BITS = 435_412

/** Far below the limit: the usual case costs two comparisons. */
const SMALL = 1n << 4096n

/**
 * Reads a decimal integer as graph-node does: an optional sign, digits, underscores between them.
 * Returns undefined for anything else.
 */
export function parseBigInt(text: string): bigint | undefined {
  if (!/^[+-]?[0-9][0-9_]*$/.test(text)) return undefined
  const digits = text.replaceAll('_', '')
  return checkBigInt(digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits))
}

/** Refuses numbers that are larger than a mapping may hold. */
export function checkBigInt(value: bigint): bigint {
  if (value < SMALL && value > -SMALL) return value
  const bits = bitLength(value < 0n ? -value : value)
  if (bits > MAX_BITS) throw new MappingError(`BigInt is too big, total bits ${bits} (max ${MAX_BITS})`)
  return value
}

/** x to the power of a byte. */
export function powBigInt(x: bigint, exponent: number): bigint {
  const bits = bitLength(x < 0n ? -x : x)
  if ((bits - 1) * exponent > MAX_BITS)
    throw new MappingError(`BigInt is too big: ${bits} bits to the power ${exponent}`)
  return checkBigInt(x ** BigInt(exponent))
}

/** Hex of the magnitude without leading zeros; zero is `0x0`. */
export function bigIntToHex(value: bigint): string {
  return `0x${(value < 0n ? -value : value).toString(16)}`
}

/** Bits of a number that is not negative; zero has none. */
export function bitLength(value: bigint): number {
  const hex = value.toString(16)
  return hex.length * 4 - Math.clz32(Number.parseInt(hex[0] as string, 16)) + 28
}
