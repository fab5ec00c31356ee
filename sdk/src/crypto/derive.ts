import { expand } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { frame, type Purpose } from '../codec/frame.ts'

/** SHA-256 (FIPS 180-4) over framed parts: `H(purpose, …)` of docs/spec/notation.md. */
export function hashFramed(purpose: Purpose, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(frame(purpose, ...parts))
}

/** HMAC-SHA-256 (FIPS 198-1) over framed parts: `M(key, purpose, …)` of docs/spec/notation.md. */
export function macFramed(key: Uint8Array, purpose: Purpose, ...parts: readonly Uint8Array[]): Uint8Array {
  return hmac(sha256, key, frame(purpose, ...parts))
}

/**
 * HKDF-Expand (RFC 5869) with a framed info: `X(key, purpose, …)` of docs/spec/notation.md.
 * There is no Extract step, so the key must be uniform.
 */
export function deriveKey(key: Uint8Array, purpose: Purpose, ...parts: readonly Uint8Array[]): Uint8Array {
  return expand(sha256, key, frame(purpose, ...parts), 32)
}

/** Key and commitment of a sealed block: `X(secret, "block-keys", header; 64)`. */
export function deriveBlockKeys(
  secret: Uint8Array,
  header: Uint8Array,
): { key: Uint8Array; commitment: Uint8Array } {
  const both = expand(sha256, secret, frame('block-keys', header), 64)
  return { key: both.subarray(0, 32), commitment: both.subarray(32) }
}
