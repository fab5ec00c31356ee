import { BigInt, Bytes } from '@graphprotocol/graph-ts'

/** The unsigned field of at most 64 bits that starts at bit `offset` of a storage word, counted from the LSB. */
export function readField(word: BigInt, offset: i32, width: i32): u64 {
  let value: u64 = 0
  for (let bit = offset + width - 1; bit >= offset; bit--) {
    const index = bit >> 3
    // A BigInt holds its little-endian bytes without leading zeros.
    const byte: u64 = index < word.length ? word[index] : 0
    value = (value << 1) | ((byte >> ((bit & 7) as u64)) & 1)
  }
  return value
}

/** The two's complement field of at most 64 bits that starts at bit `offset` of a storage word. */
export function readSignedField(word: BigInt, offset: i32, width: i32): i64 {
  const unused = (64 - width) as i64
  return ((readField(word, offset, width) as i64) << unused) >> unused
}

/** The bytes from `start` up to but not including `end`. */
export function sliceBytes(bytes: Bytes, start: i32, end: i32): Bytes {
  return Bytes.fromUint8Array(bytes.slice(start, end))
}

/** The big-endian unsigned number of at most 8 bytes from `start` up to but not including `end`. */
export function readNumber(bytes: Bytes, start: i32, end: i32): u64 {
  let value: u64 = 0
  for (let index = start; index < end; index++) value = (value << 8) | bytes[index]
  return value
}

/** Whether all bytes are zero. */
export function isZero(bytes: Bytes): boolean {
  for (let index = 0; index < bytes.length; index++) if (bytes[index] != 0) return false
  return true
}
