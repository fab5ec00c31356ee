// A whole namespace: an old Node has no `hash`, and would refuse to import it before `checkNode` can say why.
import * as crypto from 'node:crypto'
import { checkNode } from './check-node.ts'

checkNode(process.versions.node)

const { createCipheriv, createDecipheriv, createSecretKey, hash } = crypto

const TAG_BYTES = 16

/** OpenSSL allocates its output; pieces of this size stay in the cache and off the page allocator. */
const PIECE_BYTES = 65_536

/** SHA-256 (FIPS 180-4) of a whole block, by OpenSSL. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  const digest = hash('sha256', bytes, 'buffer')
  return new Uint8Array(digest.buffer, digest.byteOffset, digest.length)
}

/** What AES-GCM needs besides the plaintext. */
export type CipherInput = { key: Uint8Array; nonce: Uint8Array; additionalData: Uint8Array }

/**
 * AES-256-GCM (NIST SP 800-38D) over `buffer[start, end)`, in place; the 16-byte tag is written at `end`.
 * The caller must never use one key and nonce for two plaintexts.
 */
export async function encryptInPlace(
  { key, nonce, additionalData }: CipherInput,
  buffer: Uint8Array,
  start: number,
  end: number,
): Promise<void> {
  // Raw bytes as a key cost five times more: Node first finds out what else they might be.
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce)
  cipher.setAAD(additionalData)
  updateInPlace(cipher, buffer, start, end)
  cipher.final()
  buffer.set(cipher.getAuthTag(), end)
}

/**
 * Opens ciphertext followed by its tag; `undefined` if the tag does not match. It may write over `sealed`, and what it
 * returns may be a part of it.
 */
export async function decrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  additionalData: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (sealed.length < TAG_BYTES) return undefined
  const end = sealed.length - TAG_BYTES
  const options = { authTagLength: TAG_BYTES }
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), nonce, options)
  decipher.setAAD(additionalData)
  decipher.setAuthTag(sealed.subarray(end))
  updateInPlace(decipher, sealed, 0, end)
  try {
    decipher.final()
  } catch {
    return undefined
  }
  return sealed.subarray(0, end)
}

function updateInPlace(
  cipher: crypto.CipherGCM | crypto.DecipherGCM,
  buffer: Uint8Array,
  start: number,
  end: number,
): void {
  for (let at = start; at < end; at += PIECE_BYTES) {
    const piece = cipher.update(buffer.subarray(at, Math.min(at + PIECE_BYTES, end)))
    buffer.set(piece, at)
    // Frees the piece now; waiting for the collector costs memory and a third of the speed.
    if (piece.buffer.byteLength === piece.length) piece.buffer.transfer(0)
  }
}
