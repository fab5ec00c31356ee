import { randomBytes } from '@noble/hashes/utils.js'
import { encryptInPlace, sha256 } from '#platform'
import type { BlockPointer } from '../codec/pointer.ts'
import { blockSizeBytes, type SizeClass, smallestClass } from '../codec/size-class.ts'
import { SpaceError } from '../errors/index.ts'
import type { BlockType } from './block-type.ts'
import { deriveBlockKeys, macFramed } from './derive.ts'

/** First byte of a sealed block: version of the format. */
export const BLOCK_VERSION = 1

/** Second byte: AES-256-GCM with SHA-256. */
export const BLOCK_SUITE = 1

/** Header and commitment: what the AEAD authenticates besides the plaintext. */
export const BLOCK_PREFIX_BYTES = 36

/** Length of the GCM tag. */
const BLOCK_TAG_BYTES = 16

/** Type and length in front of the payload. */
export const BLOCK_FRAME_BYTES = 5

/** The nonce of every block: each key seals one plaintext, so it need not differ (NIST SP 800-38D §8). */
export const zeroNonce: Uint8Array = new Uint8Array(12)

/** A block ready to be stored, and the pointer that opens it. */
export type SealedBlock = BlockPointer & { type: BlockType; bytes: Uint8Array }

/** Takes blocks one after the other; when it resolves there is room for the next. */
export type BlockSink = (block: SealedBlock) => Promise<void> | void

/** The pointer of a sealed block without its bytes, so that keeping it does not keep them. */
export function pointerOf({ digest, secret, sizeClass }: BlockPointer): BlockPointer {
  return { digest, secret, sizeClass }
}

/**
 * Where a block's secret comes from: `convergent` gives equal plaintexts of one folder and epoch equal
 * blocks, so that uploads can be repeated; `random` gives unrelated ones; `derived` is for the log.
 */
export type BlockKeying =
  | { kind: 'convergent'; key: Uint8Array }
  | { kind: 'random' }
  | { kind: 'derived'; secretOf: (header: Uint8Array, plaintextDigest: Uint8Array) => Uint8Array }

/**
 * Seals a payload into a block of the smallest class that holds it, or of the given one.
 * Format: docs/spec/block.md.
 *
 * @example
 * ```ts
 * const block = await sealBlock(blockType.chunk, bytes, { kind: 'convergent', key: keys.convergence })
 * ```
 */
export async function sealBlock(
  type: BlockType,
  payload: Uint8Array,
  keying: BlockKeying,
  sizeClass: SizeClass | undefined = smallestClass(payload.length),
): Promise<SealedBlock> {
  const buffer = createBlockBuffer(sizeClass, payload.length)
  buffer.set(payload, BLOCK_PREFIX_BYTES + BLOCK_FRAME_BYTES)
  return sealBuffer(type, buffer, payload.length, keying)
}

/** An empty block of a class. Its payload starts behind prefix and frame; what is not written must stay zero. */
export function createBlockBuffer(sizeClass: SizeClass | undefined, payloadBytes: number): Uint8Array {
  const least = smallestClass(payloadBytes)
  if (sizeClass === undefined || least === undefined || least > sizeClass) {
    throw new SpaceError('INPUT_INVALID', {
      what: 'the payload of a block',
      reason: `${payloadBytes} bytes do not fit its size class`,
    })
  }
  const buffer = new Uint8Array(blockSizeBytes(sizeClass))
  buffer.set([BLOCK_VERSION, BLOCK_SUITE, sizeClass, 0])
  return buffer
}

/** Seals a buffer that already holds its payload, in place: nothing is copied. */
export async function sealBuffer(
  type: BlockType,
  buffer: Uint8Array,
  payloadBytes: number,
  keying: BlockKeying,
): Promise<SealedBlock> {
  const end = buffer.length - BLOCK_TAG_BYTES
  const header = buffer.slice(0, 4)
  buffer[BLOCK_PREFIX_BYTES] = type
  new DataView(buffer.buffer, buffer.byteOffset).setUint32(BLOCK_PREFIX_BYTES + 1, payloadBytes)
  const secret = await chooseSecret(keying, header, buffer.subarray(BLOCK_PREFIX_BYTES, end))
  const { key, commitment } = deriveBlockKeys(secret, header)
  buffer.set(commitment, header.length)
  const prefix = buffer.subarray(0, BLOCK_PREFIX_BYTES)
  await encryptInPlace({ key, nonce: zeroNonce, additionalData: prefix }, buffer, BLOCK_PREFIX_BYTES, end)
  return { type, bytes: buffer, digest: await sha256(buffer), secret, sizeClass: header[2] as SizeClass }
}

async function chooseSecret(
  keying: BlockKeying,
  header: Uint8Array,
  plaintext: Uint8Array,
): Promise<Uint8Array> {
  switch (keying.kind) {
    case 'random':
      return randomBytes(32)
    case 'convergent':
      return macFramed(keying.key, 'block', header, await sha256(plaintext))
    case 'derived':
      return keying.secretOf(header, await sha256(plaintext))
  }
}
