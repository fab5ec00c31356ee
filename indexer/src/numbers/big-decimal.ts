import { MappingError } from '../errors.ts'
import { bitLength } from './big-int.ts'

/** An exact decimal: digits · 10^exp. */
export type BigDecimal = { readonly digits: bigint; readonly exp: number }

/*
 * Decimals as graph-node computes them (`graph/src/data/store/scalar/bigdecimal.rs`, which is pinned to the
 * crate bigdecimal 0.1.2): results keep 34 significant digits, and the crate's treatment of negative numbers
 * is kept, because the same mapping must write the same entities everywhere.
 */

const SIGNIFICANT_DIGITS = 34
const DIVISION_DIGITS = 100
const MIN_EXPONENT = -6143
const MAX_EXPONENT = 6144
/** log2(10) to the precision that the crate uses to guess a digit count. */
const BITS_PER_DIGIT = 3.3219280949

const ZERO: BigDecimal = { digits: 0n, exp: 0 }

const powersOfTen: bigint[] = Array.from({ length: 160 }, (_, n) => 10n ** BigInt(n))

function tenTo(n: number): bigint {
  return powersOfTen[n] ?? 10n ** BigInt(n)
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

/** Digit count of the crate: exact for positive numbers, sometimes one too low for negative ones. */
function countDigits(value: bigint): number {
  if (value === 0n) return 1
  if (value > 0n) return value.toString().length
  return Math.floor(bitLength(-value) / BITS_PER_DIGIT)
}

/** Rounds to 34 digits and strips trailing zeros. Every result of an operation goes through here. */
export function normalizeDecimal(digits: bigint, exp: number): BigDecimal {
  if (digits === 0n) return ZERO
  let rounded = digits
  let exponent = exp
  const excess = countDigits(digits) - SIGNIFICANT_DIGITS
  if (excess > 0) {
    const unit = tenTo(excess)
    const rest = digits % unit
    rounded = digits / unit
    // Half up; a negative rest never reaches the unit and is cut off.
    if (rest * 2n >= unit) rounded += 1n
    exponent += excess
  }
  while (rounded % 10n === 0n) {
    rounded /= 10n
    exponent += 1
  }
  return { digits: rounded, exp: exponent }
}

/** A decimal from its parts, refused when its exponent is outside decimal128's range. */
export function makeDecimal(digits: bigint, exp: bigint): BigDecimal {
  const decimal =
    digits === 0n
      ? ZERO
      : exp >= -(1n << 52n) && exp <= 1n << 52n
        ? normalizeDecimal(digits, Number(exp))
        : undefined
  if (decimal === undefined || decimal.exp < MIN_EXPONENT || decimal.exp > MAX_EXPONENT) {
    throw new MappingError(
      `big decimal exponent \`${decimal?.exp ?? exp}\` is outside the \`${MIN_EXPONENT}\` to \`${MAX_EXPONENT}\` range`,
    )
  }
  return decimal
}

/** Sum. */
export function addDecimals(x: BigDecimal, y: BigDecimal): BigDecimal {
  const exp = Math.min(x.exp, y.exp)
  return normalizeDecimal(x.digits * tenTo(x.exp - exp) + y.digits * tenTo(y.exp - exp), exp)
}

/** Difference. */
export function subtractDecimals(x: BigDecimal, y: BigDecimal): BigDecimal {
  return addDecimals(x, { digits: -y.digits, exp: y.exp })
}

/** Product. */
export function multiplyDecimals(x: BigDecimal, y: BigDecimal): BigDecimal {
  return normalizeDecimal(x.digits * y.digits, x.exp + y.exp)
}

/** Quotient: worked out to 100 significant digits, then normalised. */
export function divideDecimals(x: BigDecimal, y: BigDecimal): BigDecimal {
  if (y.digits === 0n)
    throw new MappingError(`attempted to divide BigDecimal \`${formatDecimal(x)}\` by zero`)
  if (x.digits === 0n || decimalsEqual(y, { digits: 1n, exp: 0 })) return normalizeDecimal(x.digits, x.exp)
  const quotient = divideMagnitudes(magnitude(x.digits), magnitude(y.digits), x.exp - y.exp)
  return normalizeDecimal(x.digits < 0n !== y.digits < 0n ? -quotient.digits : quotient.digits, quotient.exp)
}

function divideMagnitudes(numerator: bigint, denominator: bigint, exp: number): BigDecimal {
  let shifted = numerator
  let exponent = exp
  while (shifted < denominator) {
    shifted *= 10n
    exponent -= 1
  }
  const whole = shifted / denominator
  let rest = shifted % denominator
  let fractionDigits = Math.max(0, DIVISION_DIGITS - whole.toString().length)
  const scaled = rest * tenTo(fractionDigits)
  let digits = whole * tenTo(fractionDigits) + scaled / denominator
  rest = scaled % denominator
  // Long division ends where nothing is left over; the digit count of negative numbers depends on it.
  while (rest === 0n && fractionDigits > 0 && digits % 10n === 0n) {
    digits /= 10n
    fractionDigits -= 1
  }
  return { digits: digits + roundingTerm(rest * 10n, denominator), exp: exponent - fractionDigits }
}

function roundingTerm(shiftedRest: bigint, denominator: bigint): bigint {
  return shiftedRest / denominator >= 5n ? 1n : 0n
}

/** Whether two decimals are the same number. */
export function decimalsEqual(x: BigDecimal, y: BigDecimal): boolean {
  if (x.exp === y.exp) return x.digits === y.digits
  if (x.digits === 0n || y.digits === 0n) return x.digits === y.digits
  const exp = Math.min(x.exp, y.exp)
  return x.digits * tenTo(x.exp - exp) === y.digits * tenTo(y.exp - exp)
}

/** Plain decimal notation, never with an exponent. */
export function formatDecimal(value: BigDecimal): string {
  const sign = value.digits < 0n ? '-' : ''
  const digits = magnitude(value.digits).toString()
  if (value.digits === 0n) return '0'
  if (value.exp >= 0) return sign + digits + '0'.repeat(value.exp)
  const point = digits.length + value.exp
  return point > 0
    ? `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
    : `${sign}0.${'0'.repeat(-point)}${digits}`
}

/** Reads a decimal: sign, digits, an optional fraction, an optional exponent. Undefined for anything else. */
export function parseDecimal(text: string): BigDecimal | undefined {
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', lead = '', trail = '', exponent = '0'] = match
  if (lead === '' && trail === '') return undefined
  const exp = Number(exponent) - trail.length
  if (!Number.isSafeInteger(exp)) return undefined
  const digits = BigInt(lead + trail)
  return normalizeDecimal(sign === '-' ? -digits : digits, exp)
}
