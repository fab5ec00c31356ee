import { MappingError } from '../errors.ts'
import type { BigDecimal } from '../numbers/big-decimal.ts'
import {
  addDecimals,
  decimalsEqual,
  divideDecimals,
  formatDecimal,
  multiplyDecimals,
  normalizeDecimal,
  parseDecimal,
  subtractDecimals,
} from '../numbers/big-decimal.ts'
import { bigIntToHex, parseBigInt, powBigInt } from '../numbers/big-int.ts'
import type { HostAccess, HostFunctions } from './host-context.ts'

/** Arithmetic of `BigInt` and `BigDecimal`. */
export function numberFunctions(host: HostAccess): HostFunctions {
  const integer = (operation: (x: bigint, y: bigint) => bigint) => (x: number, y: number) =>
    host.heap.writeBigInt(operation(host.heap.readBigInt(x), host.heap.readBigInt(y)))
  const byByte = (operation: (x: bigint, y: number) => bigint) => (x: number, y: number) =>
    host.heap.writeBigInt(operation(host.heap.readBigInt(x), y & 0xff))
  const decimal = (operation: (x: BigDecimal, y: BigDecimal) => BigDecimal) => (x: number, y: number) =>
    host.heap.writeDecimal(operation(host.heap.readDecimal(x), host.heap.readDecimal(y)))

  return {
    'bigInt.plus': integer((x, y) => x + y),
    'bigInt.minus': integer((x, y) => x - y),
    'bigInt.times': integer((x, y) => x * y),
    'bigInt.dividedBy': integer((x, y) => {
      if (y === 0n) throw new MappingError(`attempted to divide BigInt \`${x}\` by zero`)
      return x / y
    }),
    'bigInt.mod': integer((x, y) => {
      if (y === 0n) {
        throw new MappingError(`attempted to calculate the remainder of \`${x}\` with a divisor of zero`)
      }
      return x % y
    }),
    'bigInt.bitOr': integer((x, y) => x | y),
    'bigInt.bitAnd': integer((x, y) => x & y),
    'bigInt.pow': byByte(powBigInt),
    'bigInt.leftShift': byByte((x, bits) => x << BigInt(bits)),
    'bigInt.rightShift': byByte((x, bits) => x >> BigInt(bits)),
    'bigInt.fromString': (text: number) => {
      const string = host.heap.readString(text)
      const value = parseBigInt(string)
      if (value === undefined) throw new MappingError(`string is not a BigInt: \`${string}\``)
      return host.heap.writeBigInt(value)
    },
    'bigInt.dividedByDecimal': (x: number, y: number) => {
      // The dividend becomes a decimal of 34 digits before it is divided.
      const dividend = normalizeDecimal(host.heap.readBigInt(x), 0)
      return host.heap.writeDecimal(divideDecimals(dividend, host.heap.readDecimal(y)))
    },
    'bigDecimal.plus': decimal(addDecimals),
    'bigDecimal.minus': decimal(subtractDecimals),
    'bigDecimal.times': decimal(multiplyDecimals),
    'bigDecimal.dividedBy': decimal(divideDecimals),
    'bigDecimal.equals': (x: number, y: number) =>
      decimalsEqual(host.heap.readDecimal(x), host.heap.readDecimal(y)) ? 1 : 0,
    'bigDecimal.toString': (x: number) => host.heap.writeString(formatDecimal(host.heap.readDecimal(x))),
    'bigDecimal.fromString': (text: number) => {
      const string = host.heap.readString(text)
      const value = parseDecimal(string)
      if (value === undefined) throw new MappingError(`string is not a BigDecimal: '${string}'`)
      return host.heap.writeDecimal(value)
    },
    'typeConversion.bigIntToString': (x: number) => host.heap.writeString(host.heap.readBigInt(x).toString()),
    'typeConversion.bigIntToHex': (x: number) => host.heap.writeString(bigIntToHex(host.heap.readBigInt(x))),
  }
}
