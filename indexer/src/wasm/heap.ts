import { MappingError } from '../errors.ts'
import type { BigDecimal } from '../numbers/big-decimal.ts'
import { makeDecimal } from '../numbers/big-decimal.ts'
import { bitLength, checkBigInt } from '../numbers/big-int.ts'
import { AscType, type AscTypeIndex } from './asc-types.ts'

/** What the heap needs of a module's exports. */
export type HeapExports = {
  readonly memory: WebAssembly.Memory
  readonly allocate: (size: number) => number
  readonly id_of_type: (index: number) => number
}

/** Bytes before each payload: block size, two words of the collector, class id, payload size. */
const HEADER_SIZE = 20
/** Least bytes that the host asks a module for at a time (graph-node, `asc_abi/v0_0_5.rs`). */
const MIN_ARENA = 10_000

/**
 * Reads and writes objects of AssemblyScript 0.19 in a module's memory. Pointers are byte addresses, 0 is null.
 */
export class Heap {
  readonly #exports: HeapExports
  readonly #typeIds: number[] = []
  #bytes: Buffer
  #view: DataView
  #arenaAt = 0
  #arenaEnd = 0

  constructor(exports: HeapExports) {
    this.#exports = exports
    this.#bytes = Buffer.from(exports.memory.buffer)
    this.#view = new DataView(exports.memory.buffer)
  }

  /** Forgets the current arena: what it held belongs to the trigger that has ended. */
  dropArena(): void {
    this.#arenaAt = 0
    this.#arenaEnd = 0
  }

  /** The memory as it is now; every call into the module may replace it. */
  get bytes(): Buffer {
    if (this.#bytes.length === 0) {
      this.#bytes = Buffer.from(this.#exports.memory.buffer)
      this.#view = new DataView(this.#exports.memory.buffer)
    }
    return this.#bytes
  }

  get view(): DataView {
    if (this.#bytes.length === 0) this.bytes
    return this.#view
  }

  /** Reserves an object and writes its header; the payload is not cleared beyond what the caller writes. */
  allocate(type: AscTypeIndex, size: number): number {
    const total = (size + 35) & ~15
    if (this.#arenaAt + total > this.#arenaEnd) {
      const arena = Math.max(MIN_ARENA, total + 12)
      const start = this.#exports.allocate(arena)
      // Headers are 20 bytes long and payloads start at multiples of 16.
      this.#arenaAt = start + 12
      this.#arenaEnd = start + arena
    }
    const at = this.#arenaAt
    this.#arenaAt += total
    const view = this.view
    view.setUint32(at, total - 4, true)
    view.setUint32(at + 4, 0, true)
    view.setUint32(at + 8, 0, true)
    view.setUint32(at + 12, this.#typeId(type), true)
    view.setUint32(at + 16, size, true)
    return at + HEADER_SIZE
  }

  #typeId(type: AscTypeIndex): number {
    const known = this.#typeIds[type]
    if (known !== undefined) return known
    const id = this.#exports.id_of_type(type)
    this.#typeIds[type] = id
    return id
  }

  u32(at: number): number {
    return this.view.getUint32(at, true)
  }

  /** A field of an object; the object must not be null. */
  field(object: number, index: number): number {
    if (object === 0) throw new MappingError('tried to read AssemblyScript memory at a null pointer')
    return this.view.getUint32(object + index * 4, true)
  }

  /** Writes an object whose fields are all pointers. */
  writeFields(type: AscTypeIndex, fields: readonly number[]): number {
    const at = this.allocate(type, fields.length * 4)
    const view = this.view
    for (let i = 0; i < fields.length; i++) view.setUint32(at + i * 4, fields[i] as number, true)
    return at
  }

  writeString(text: string): number {
    const at = this.allocate(AscType.string, text.length * 2)
    if (text.length > 32) this.bytes.write(text, at, 'utf16le')
    else {
      const view = this.view
      for (let i = 0; i < text.length; i++) view.setUint16(at + i * 2, text.charCodeAt(i), true)
    }
    return at
  }

  /** A string; U+0000 is dropped, since no store of entities can hold it, and lone surrogates are refused. */
  readString(at: number): string {
    if (at === 0) throw new MappingError('tried to read a string at a null pointer')
    const size = this.view.getUint32(at - 4, true)
    if (at + size > this.bytes.length) throw new MappingError('a string reaches beyond the memory')
    const text = size <= 48 ? this.#readShort(at, size) : this.bytes.toString('utf16le', at, at + size)
    if (!text.isWellFormed()) throw new MappingError('a string is not valid UTF-16')
    return text.includes('\0') ? text.replaceAll('\0', '') : text
  }

  #readShort(at: number, size: number): string {
    let text = ''
    for (let i = 0; i < size; i += 2) text += String.fromCharCode(this.#view.getUint16(at + i, true))
    return text
  }

  readOptionalString(at: number): string | undefined {
    return at === 0 ? undefined : this.readString(at)
  }

  writeBytes(bytes: Uint8Array): number {
    const buffer = this.allocate(AscType.arrayBuffer, bytes.length)
    this.bytes.set(bytes, buffer)
    return this.#writeTyped(buffer, bytes.length)
  }

  /** Writes the bytes of a 0x string. */
  writeHex(hex: string): number {
    const length = (hex.length - 2) >> 1
    const buffer = this.allocate(AscType.arrayBuffer, length)
    const { bytes } = this
    for (let i = 0; i < length; i++) {
      bytes[buffer + i] = (hexDigit(hex.charCodeAt(2 + i * 2)) << 4) | hexDigit(hex.charCodeAt(3 + i * 2))
    }
    return this.#writeTyped(buffer, length)
  }

  /** A copy of a `Uint8Array` and its subclasses. */
  readBytes(at: number): Uint8Array {
    const { start, end } = this.#typedRange(at)
    return new Uint8Array(this.bytes.buffer, start, end - start).slice()
  }

  /** Writes an integer in as few bytes of two's complement as hold it, one at least. */
  writeBigInt(value: bigint): number {
    if (BigInt.asIntN(48, value) === value) return this.#writeSmall(Number(value))
    checkBigInt(value)
    const length = (bitLength(value < 0n ? ~value : value) >> 3) + 1
    const buffer = this.allocate(AscType.arrayBuffer, length)
    const end = buffer + length
    const view = this.view
    let rest = value
    let at = buffer
    for (; end - at >= 8; at += 8) {
      view.setBigUint64(at, BigInt.asUintN(64, rest), true)
      rest >>= 64n
    }
    for (; at < end; at++) {
      view.setUint8(at, Number(rest & 0xffn))
      rest >>= 8n
    }
    return this.#writeTyped(buffer, length)
  }

  /** Most integers are small, and numbers are several times faster than bigints. */
  #writeSmall(value: number): number {
    const magnitude = value < 0 ? -value - 1 : value
    let length = 1
    for (let limit = 0x80; magnitude >= limit; limit *= 0x100) length++
    const buffer = this.allocate(AscType.arrayBuffer, length)
    this.bytes.writeIntLE(value, buffer, length)
    return this.#writeTyped(buffer, length)
  }

  readBigInt(at: number): bigint {
    const { start, end } = this.#typedRange(at)
    if (end === start) return 0n
    const view = this.view
    let value = BigInt(view.getInt8(end - 1))
    let top = end - 1
    for (; (top - start) % 8 !== 0; top--) value = (value << 8n) | BigInt(view.getUint8(top - 1))
    for (; top > start; top -= 8) value = (value << 64n) | view.getBigUint64(top - 8, true)
    return checkBigInt(value)
  }

  writeDecimal(value: BigDecimal): number {
    return this.writeFields(AscType.bigDecimal, [
      this.writeBigInt(value.digits),
      this.writeBigInt(BigInt(value.exp)),
    ])
  }

  readDecimal(at: number): BigDecimal {
    return makeDecimal(this.readBigInt(this.field(at, 0)), this.readBigInt(this.field(at, 1)))
  }

  /** Writes an array of pointers. */
  writeArray(type: AscTypeIndex, items: readonly number[]): number {
    const buffer = this.allocate(AscType.arrayBuffer, items.length * 4)
    const array = this.allocate(type, 16)
    const view = this.view
    for (let i = 0; i < items.length; i++) view.setUint32(buffer + i * 4, items[i] as number, true)
    view.setUint32(array, buffer, true)
    view.setUint32(array + 4, buffer, true)
    view.setUint32(array + 8, items.length * 4, true)
    view.setUint32(array + 12, items.length, true)
    return array
  }

  /** The pointers in an array. */
  readArray(at: number): number[] {
    const start = this.field(at, 1)
    const length = this.field(at, 3)
    if (start + length * 4 > this.bytes.length) throw new MappingError('an array reaches beyond the memory')
    const items: number[] = new Array(length)
    for (let i = 0; i < length; i++) items[i] = this.view.getUint32(start + i * 4, true)
    return items
  }

  /** Writes an enum's value: its kind and eight bytes of payload. */
  writeTagged(type: AscTypeIndex, kind: number, payload: number | bigint): number {
    const at = this.allocate(type, 16)
    const view = this.view
    view.setUint32(at, kind, true)
    view.setUint32(at + 4, 0, true)
    if (typeof payload === 'bigint') view.setBigInt64(at + 8, payload, true)
    else {
      view.setInt32(at + 8, payload, true)
      view.setInt32(at + 12, payload < 0 ? -1 : 0, true)
    }
    return at
  }

  #writeTyped(buffer: number, length: number): number {
    const at = this.allocate(AscType.uint8Array, 12)
    const view = this.view
    view.setUint32(at, buffer, true)
    view.setUint32(at + 4, buffer, true)
    view.setUint32(at + 8, length, true)
    return at
  }

  #typedRange(at: number): { start: number; end: number } {
    const start = this.field(at, 1)
    const end = start + this.view.getUint32(at + 8, true)
    if (end > this.bytes.length) throw new MappingError('a byte array reaches beyond the memory')
    return { start, end }
  }
}

/** Value of a hexadecimal digit's character code. */
function hexDigit(code: number): number {
  return (code & 0xf) + (code >> 6) * 9
}
