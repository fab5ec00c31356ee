import { decrypt, sha256 } from '#platform'
import type { BlockPointer } from '../codec/pointer.ts'
import { blockCid } from '../codec/reference.ts'
import { blockSizeBytes, capacityBytes } from '../codec/size-class.ts'
import { SpaceError } from '../errors/index.ts'
import { equalBytes } from '../utils/index.ts'
import type { BlockType } from './block-type.ts'
import { deriveBlockKeys } from './derive.ts'
import { BLOCK_FRAME_BYTES, BLOCK_PREFIX_BYTES, BLOCK_SUITE, BLOCK_VERSION, zeroNonce } from './seal-block.ts'

/**
 * Opens a sealed block and returns its payload. Digest, length, header, commitment, tag, padding and type
 * are all checked; every failure is the one error `BLOCK_INVALID`, so that it reveals nothing about keys. The bytes
 * are used up: the payload may be where the ciphertext was.
 *
 * @example
 * ```ts
 * const payload = await openBlock(pointer, bytes, blockType.chunk)
 * ```
 */
export async function openBlock(
  pointer: BlockPointer,
  bytes: Uint8Array,
  type: BlockType,
): Promise<Uint8Array> {
  return payloadOf(await openPlaintext(pointer, bytes, type))
}

/** Opens a sealed block and returns its whole plaintext: frame, payload and padding. The bytes are used up. */
export async function openPlaintext(
  pointer: BlockPointer,
  bytes: Uint8Array,
  type: BlockType,
): Promise<Uint8Array> {
  const plaintext = await tryOpen(pointer, bytes)
  if (plaintext === undefined || !isWellFramed(plaintext, pointer, type)) throw invalidBlock(pointer.digest)
  return plaintext
}

/** The payload inside a plaintext that was opened before; a view. */
export function payloadOf(plaintext: Uint8Array): Uint8Array {
  return plaintext.subarray(BLOCK_FRAME_BYTES, BLOCK_FRAME_BYTES + payloadLength(plaintext))
}

/** The one error of a block that does not open. */
export function invalidBlock(digest: Uint8Array): SpaceError<'BLOCK_INVALID'> {
  return new SpaceError('BLOCK_INVALID', { cid: blockCid(digest, 'raw').toString() })
}

async function tryOpen(pointer: BlockPointer, bytes: Uint8Array): Promise<Uint8Array | undefined> {
  if (bytes.length !== blockSizeBytes(pointer.sizeClass)) return undefined
  const header = Uint8Array.of(BLOCK_VERSION, BLOCK_SUITE, pointer.sizeClass, 0)
  if (!equalBytes(bytes.subarray(0, header.length), header)) return undefined
  const { key, commitment } = deriveBlockKeys(pointer.secret, header)
  if (!equalInConstantTime(bytes.subarray(header.length, BLOCK_PREFIX_BYTES), commitment)) return undefined
  if (!equalBytes(await sha256(bytes), pointer.digest)) return undefined
  const prefix = bytes.subarray(0, BLOCK_PREFIX_BYTES)
  return decrypt(key, zeroNonce, prefix, bytes.subarray(BLOCK_PREFIX_BYTES))
}

function isWellFramed(plaintext: Uint8Array, pointer: BlockPointer, type: BlockType): boolean {
  const lengthBytes = payloadLength(plaintext)
  if (plaintext[0] !== type || lengthBytes > capacityBytes(pointer.sizeClass)) return false
  for (let i = BLOCK_FRAME_BYTES + lengthBytes; i < plaintext.length; i++) {
    if (plaintext[i] !== 0) return false
  }
  return true
}

function payloadLength(plaintext: Uint8Array): number {
  return new DataView(plaintext.buffer, plaintext.byteOffset).getUint32(1)
}

function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < b.length; i++) difference |= (a[i] ?? 0) ^ (b[i] as number)
  return difference === 0
}
