import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { RAW_CODEC } from '../storage/check-block.ts'
import type { Block } from '../storage/types.ts'

/**
 * Bytes that look random and are the same for the same seed (xorshift32).
 *
 * @example
 * ```ts
 * import { pseudoRandomBytes } from '@space/sdk/testing'
 *
 * const bytes = pseudoRandomBytes(1, 1024)
 * ```
 */
export function pseudoRandomBytes(seed: number, sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(sizeBytes / 4) * 4)
  const words = new Uint32Array(bytes.buffer)
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0 || 1
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[i] = state
  }
  return bytes.subarray(0, sizeBytes)
}

/**
 * The block of some bytes.
 *
 * @example
 * ```ts
 * import { makeBlock } from '@space/sdk/testing'
 *
 * const { cid } = await makeBlock(new Uint8Array(3))
 * ```
 */
export async function makeBlock(bytes: Uint8Array, codec: number = RAW_CODEC): Promise<Block> {
  return { cid: CID.createV1(codec, await sha256.digest(bytes)), bytes }
}

/**
 * A block that is the same for the same seed and size.
 *
 * @example
 * ```ts
 * import { makeSeededBlock } from '@space/sdk/testing'
 *
 * const { cid, bytes } = await makeSeededBlock(1, 1024)
 * ```
 */
export function makeSeededBlock(seed: number, sizeBytes: number): Promise<Block> {
  return makeBlock(pseudoRandomBytes(seed, sizeBytes))
}
