import { concatBytes } from '../utils/index.ts'
import type { CborValue } from './cbor.ts'
import type { Shape } from './shape.ts'
import { isSizeClass, type SizeClass } from './size-class.ts'

/** Length of a pointer in a list whose blocks have a known class: digest 32, secret 32. */
export const POINTER_BYTES = 64

/** Length of a pointer that names its class too. */
export const SIZED_POINTER_BYTES = 65

/** Where a sealed block is and what opens it. Anyone who has it can read the block. */
export type BlockPointer = {
  /** SHA-256 of the stored block. */
  digest: Uint8Array
  /** The 32 bytes from which the block's key and commitment are derived. */
  secret: Uint8Array
  sizeClass: SizeClass
}

/** The 65 bytes of a pointer: digest ‖ secret ‖ class. */
export function encodePointer(pointer: BlockPointer): Uint8Array {
  return concatBytes(pointer.digest, pointer.secret, Uint8Array.of(pointer.sizeClass))
}

/** Reads the 65 bytes of a pointer inside an object of the given kind. */
export function decodePointer(value: CborValue | undefined, what: string, shape: Shape): BlockPointer {
  const bytes = shape.bytes(value, what, SIZED_POINTER_BYTES)
  const sizeClass = bytes[64]
  shape.check(isSizeClass(sizeClass), `${what} names no size class`)
  return { ...pointerAt(bytes, 0), sizeClass }
}

/** Digest and secret at a place in a list of 64-byte pointers; views, not copies. */
export function pointerAt(pointers: Uint8Array, index: number): { digest: Uint8Array; secret: Uint8Array } {
  const start = index * POINTER_BYTES
  return {
    digest: pointers.subarray(start, start + 32),
    secret: pointers.subarray(start + 32, start + 64),
  }
}
