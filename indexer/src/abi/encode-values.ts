import { MappingError } from '../errors.ts'
import { AbiKind, type AbiValue } from './abi-type.ts'

const LIMIT = 1n << 256n

/** Encodes values as a sequence, i.e. as Solidity's `abi.encode` of them. */
export function encodeValues(values: readonly AbiValue[]): Buffer {
  const parts = values.map((value) => ({ dynamic: isDynamicValue(value), content: encodeContent(value) }))
  let tail = parts.reduce((sum, part) => sum + (part.dynamic ? 32 : part.content.length), 0)
  const heads = parts.map((part) => {
    if (!part.dynamic) return part.content
    const head = encodeWord(BigInt(tail))
    tail += part.content.length
    return head
  })
  return Buffer.concat([...heads, ...parts.filter((part) => part.dynamic).map((part) => part.content)])
}

function isDynamicValue(value: AbiValue): boolean {
  switch (value.kind) {
    case AbiKind.bytes:
    case AbiKind.string:
    case AbiKind.array:
      return true
    case AbiKind.fixedArray:
    case AbiKind.tuple:
      return value.value.some(isDynamicValue)
    default:
      return false
  }
}

function encodeContent(value: AbiValue): Buffer {
  switch (value.kind) {
    case AbiKind.address:
      return Buffer.concat([Buffer.alloc(32 - value.value.length), value.value])
    case AbiKind.fixedBytes:
    case AbiKind.function:
      return padRight(value.value)
    case AbiKind.int:
      return encodeSigned(value.value)
    case AbiKind.uint:
      return encodeWord(value.value)
    case AbiKind.bool:
      return encodeWord(value.value ? 1n : 0n)
    case AbiKind.bytes:
      return Buffer.concat([encodeWord(BigInt(value.value.length)), padRight(value.value)])
    case AbiKind.string: {
      const utf8 = Buffer.from(value.value, 'utf8')
      return Buffer.concat([encodeWord(BigInt(utf8.length)), padRight(utf8)])
    }
    case AbiKind.array:
      return Buffer.concat([encodeWord(BigInt(value.value.length)), encodeValues(value.value)])
    case AbiKind.fixedArray:
    case AbiKind.tuple:
      return encodeValues(value.value)
  }
}

function encodeSigned(value: bigint): Buffer {
  if (value >= LIMIT / 2n || value < -LIMIT / 2n) throw new MappingError(`${value} does not fit into int256`)
  return encodeWord(BigInt.asUintN(256, value))
}

function encodeWord(value: bigint): Buffer {
  if (value < 0n || value >= LIMIT) throw new MappingError(`${value} does not fit into uint256`)
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
}

function padRight(bytes: Uint8Array): Buffer {
  const padded = Buffer.alloc(Math.ceil(bytes.length / 32) * 32)
  padded.set(bytes)
  return padded
}
