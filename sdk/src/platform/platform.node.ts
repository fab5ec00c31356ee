import { createCipheriv, createDecipheriv, hash } from 'node:crypto'

const TAG_BYTES = 16

/** OpenSSL allocates its output; pieces of this size stay in the cache and off the page allocator. */
const PIECE_BYTES = 65_536

/** SHA-256 (FIPS 180-4) of a whole block, by OpenSSL. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return plainView(hash('sha256', bytes, 'buffer'))
}

/**
 * AES-256-GCM (NIST SP 800-38D) over `buffer[start, end)`, in place; the 16-byte tag is written at `end`.
 * The caller must never use one key and nonce for two plaintexts.
 */
export async function encryptInPlace(
  key: Uint8Array,
  nonce: Uint8Array,
  additionalData: Uint8Array,
  buffer: Uint8Array,
  start: number,
  end: number,
): Promise<void> {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(additionalData)
  for (let at = start; at < end; at += PIECE_BYTES) {
    const sealed = cipher.update(buffer.subarray(at, Math.min(at + PIECE_BYTES, end)))
    buffer.set(sealed, at)
    // Frees the piece now; waiting for the collector costs memory and a third of the speed.
    if (sealed.buffer.byteLength === sealed.length) sealed.buffer.transfer(0)
  }
  cipher.final()
  buffer.set(cipher.getAuthTag(), end)
}

/** Opens ciphertext followed by its tag into a new array; `undefined` if the tag does not match. */
export async function decrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  additionalData: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (sealed.length < TAG_BYTES) return undefined
  const end = sealed.length - TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(additionalData)
  decipher.setAuthTag(sealed.subarray(end))
  const opened = decipher.update(sealed.subarray(0, end))
  try {
    decipher.final()
  } catch {
    return undefined
  }
  return plainView(opened)
}

function plainView(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
}
