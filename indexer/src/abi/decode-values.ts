import { AbiKind, type AbiType, type AbiValue, headSize, isDynamic } from './abi-type.ts'

/** Data that does not follow its type. Handlers whose ABI cannot decode a log are skipped. */
export class AbiDecodeError extends Error {
  override readonly name = 'AbiDecodeError'
}

/** Decodes the value whose head is at `head`, with offsets counted from `base`. */
type Reader = (data: Buffer, base: number, head: number) => AbiValue

/** Decoder of a sequence of values, compiled for its types. Extra bytes after the last value are ignored. */
export function compileDecoder(types: readonly AbiType[]): (data: Uint8Array) => AbiValue[] {
  const read = compileSequence(types)
  return (data) => read(Buffer.from(data.buffer, data.byteOffset, data.byteLength), 0)
}

function compileSequence(types: readonly AbiType[]): (data: Buffer, base: number) => AbiValue[] {
  let offset = 0
  const items = types.map((type) => {
    const item = { read: compileReader(type), offset }
    offset += headSize(type)
    return item
  })
  return (data, base) => items.map((item) => item.read(data, base, base + item.offset))
}

function compileReader(type: AbiType): Reader {
  const read = compileContent(type)
  return isDynamic(type)
    ? (data, base, head) => {
        const start = base + readSize(data, head)
        return read(data, start, start)
      }
    : read
}

function compileContent(type: AbiType): Reader {
  switch (type.kind) {
    case 'address':
      return (data, _, head) => ({ kind: AbiKind.address, value: slice(data, head, 32).subarray(12) })
    case 'function':
      return (data, _, head) => ({ kind: AbiKind.function, value: slice(data, head, 32).subarray(0, 24) })
    case 'fixedBytes':
      return (data, _, head) => ({
        kind: AbiKind.fixedBytes,
        value: slice(data, head, 32).subarray(0, type.size),
      })
    case 'uint':
      return (data, _, head) => ({ kind: AbiKind.uint, value: readWord(data, head) })
    case 'int':
      return (data, _, head) => ({ kind: AbiKind.int, value: BigInt.asIntN(256, readWord(data, head)) })
    case 'bool':
      return (data, _, head) => {
        const word = readWord(data, head)
        if (word > 1n) throw new AbiDecodeError('a bool is neither 0 nor 1')
        return { kind: AbiKind.bool, value: word === 1n }
      }
    case 'bytes':
      return (data, _, head) => ({
        kind: AbiKind.bytes,
        value: slice(data, head + 32, readSize(data, head)),
      })
    case 'string':
      return (data, _, head) => ({
        kind: AbiKind.string,
        value: slice(data, head + 32, readSize(data, head)).toString('utf8'),
      })
    case 'array':
      return compileArray(type.item)
    case 'fixedArray': {
      const read = compileSequence(Array.from({ length: type.length }, () => type.item))
      return (data, base, head) => ({
        kind: AbiKind.fixedArray,
        value: read(data, isDynamic(type) ? base : head),
      })
    }
    case 'tuple': {
      const read = compileSequence(type.items)
      return (data, base, head) => ({ kind: AbiKind.tuple, value: read(data, isDynamic(type) ? base : head) })
    }
  }
}

function compileArray(item: AbiType): Reader {
  const read = compileReader(item)
  const size = headSize(item)
  return (data, _, head) => {
    const length = readSize(data, head)
    const base = head + 32
    // Also bounds what a hostile length makes us allocate.
    if (length > data.length || base + length * size > data.length)
      throw new AbiDecodeError('an array is longer than the data')
    const value: AbiValue[] = new Array(length)
    for (let i = 0; i < length; i++) value[i] = read(data, base, base + i * size)
    return { kind: AbiKind.array, value }
  }
}

function slice(data: Buffer, start: number, size: number): Buffer {
  if (start + size > data.length) throw new AbiDecodeError('a value ends after the data')
  return data.subarray(start, start + size)
}

function readWord(data: Buffer, at: number): bigint {
  if (at + 32 > data.length) throw new AbiDecodeError('a value ends after the data')
  const low = data.readBigUInt64BE(at + 24)
  const upper = data.readBigUInt64BE(at + 16)
  const high = data.readBigUInt64BE(at + 8)
  const top = data.readBigUInt64BE(at)
  if ((top | high | upper) === 0n) return low
  return (((((top << 64n) | high) << 64n) | upper) << 64n) | low
}

/** A length or an offset: anything beyond 32 bits cannot be inside the data. */
function readSize(data: Buffer, at: number): number {
  const word = readWord(data, at)
  if (word > 0xffffffffn) throw new AbiDecodeError('an offset points outside the data')
  return Number(word)
}
