/** One byte. */
export function u8(value: number): Uint8Array {
  return Uint8Array.of(value)
}

/** Two bytes, big-endian. */
export function u16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value)
}

/** Four bytes, big-endian. */
export function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

/** Eight bytes, big-endian. */
export function u64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value)
  return bytes
}
