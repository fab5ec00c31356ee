import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concatBytes, equalBytes } from '../utils/index.ts'

const { Point } = ed25519

/** The Ed25519 public key of a seed (RFC 8032). */
export function signPublicKeyOf(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed)
}

/** Signs with Ed25519 (RFC 8032); the same seed and message give the same signature. */
export function sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed)
}

/**
 * Verifies an Ed25519 signature with the one outcome that every replica must reach. Common verifiers
 * disagree about odd keys and signatures, so all of these are refused: a key whose y is not below the field
 * prime or that has small order, an S not below the group order, an R that is not the very encoding of
 * [S]B − [k]A (RFC 8032 §5.1.7 without cofactor). Source: docs/spec/notation.md.
 */
export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const r = signature.subarray(0, 32)
  const s = littleEndian(signature.subarray(32))
  if (s >= Point.Fn.ORDER) return false
  try {
    const key = Point.fromBytes(publicKey)
    if (key.isSmallOrder()) return false
    const challenge = littleEndian(sha512(concatBytes(r, publicKey, message))) % Point.Fn.ORDER
    const expected = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(challenge))
    return equalBytes(expected.toBytes(), r)
  } catch {
    return false
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte)
  return value
}
