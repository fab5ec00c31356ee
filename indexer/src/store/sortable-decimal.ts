import type { BigDecimal } from '../numbers/big-decimal.ts'

const EXPONENT_BIAS = 500_000
const EXPONENT_WIDTH = 6
const ZERO = '1 0'

/**
 * Encodes an exact decimal as text whose binary order is the numeric order, and which ends in the plain decimal.
 *
 * Layout: sign (`0` negative, `1` zero, `2` positive) ‖ biased exponent of the first digit ‖ significant digits ‖
 * terminator ‖ plain decimal. Negative numbers hold the nines' complement of exponent and digits and end them
 * with `~` (above every digit), positive ones with a space (below every digit), so that a longer fraction sorts
 * on the right side of its prefix. Equal numbers have equal texts.
 */
export function encodeSortableDecimal({ digits, exp }: BigDecimal): string {
  if (digits === 0n) return ZERO
  const isNegative = digits < 0n
  const all = (isNegative ? -digits : digits).toString()
  const significant = stripTrailingZeros(all)
  const plain = placePoint(significant, exp + all.length - significant.length)
  const exponent = exp + all.length - 1 + EXPONENT_BIAS
  if (!isNegative) return `2${padExponent(exponent)}${significant} ${plain}`
  const complement = padExponent(10 ** EXPONENT_WIDTH - 1 - exponent) + complementDigits(significant)
  return `0${complement}~-${plain}`
}

/** The number of a text made by {@link encodeSortableDecimal}, with trailing zeros moved into the exponent. */
export function decodeSortableDecimal(text: string): BigDecimal {
  if (text === ZERO) return { digits: 0n, exp: 0 }
  const isNegative = text.startsWith('0')
  const head = text.slice(1, text.indexOf(isNegative ? '~' : ' '))
  const [exponent, significant] = [head.slice(0, EXPONENT_WIDTH), head.slice(EXPONENT_WIDTH)]
  const digits = BigInt(isNegative ? complementDigits(significant) : significant)
  const biased = Number(isNegative ? complementDigits(exponent) : exponent)
  return { digits: isNegative ? -digits : digits, exp: biased - EXPONENT_BIAS - significant.length + 1 }
}

/** The plain decimal of a text made by {@link encodeSortableDecimal}. */
export function plainDecimalOf(text: string): string {
  return text.slice(Math.max(text.indexOf(' '), text.indexOf('~')) + 1)
}

/** SQL expression of {@link plainDecimalOf}. */
export function plainDecimalSql(column: string): string {
  return `substr(${column}, instr(${column}, iif(${column} < '1', '~', ' ')) + 1)`
}

/** Reads a plain or scientific decimal such as `-12.50` or `1e3`; undefined if it is none. */
export function parseDecimal(text: string): BigDecimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const digits = BigInt(whole + fraction)
  return { digits: sign === '-' ? -digits : digits, exp: Number(exponent) - fraction.length }
}

function padExponent(exponent: number): string {
  if (exponent < 0 || exponent >= 10 ** EXPONENT_WIDTH) throw new RangeError('decimal exponent out of range')
  return String(exponent).padStart(EXPONENT_WIDTH, '0')
}

function stripTrailingZeros(digits: string): string {
  let end = digits.length
  while (digits.charCodeAt(end - 1) === 48) end -= 1
  return digits.slice(0, end)
}

function complementDigits(digits: string): string {
  let complement = ''
  for (const digit of digits) complement += 9 - Number(digit)
  return complement
}

function placePoint(digits: string, exp: number): string {
  if (exp >= 0) return digits + '0'.repeat(exp)
  const point = digits.length + exp
  return point > 0 ? `${digits.slice(0, point)}.${digits.slice(point)}` : `0.${'0'.repeat(-point)}${digits}`
}
