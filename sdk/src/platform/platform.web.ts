import type { CipherInput } from './platform.node.ts'

const TAG_BYTES = 16

/** SHA-256 (FIPS 180-4) of a whole block, by WebCrypto. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource))
}

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
  const sealed = await crypto.subtle.encrypt(
    parameters(nonce, additionalData),
    await importKey(key, 'encrypt'),
    buffer.subarray(start, end) as BufferSource,
  )
  buffer.set(new Uint8Array(sealed), start)
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
  const cryptoKey = await importKey(key, 'decrypt')
  try {
    const opened = await crypto.subtle.decrypt(
      parameters(nonce, additionalData),
      cryptoKey,
      sealed as BufferSource,
    )
    return new Uint8Array(opened)
  } catch {
    return undefined
  }
}

function parameters(nonce: Uint8Array, additionalData: Uint8Array): AesGcmParams {
  return {
    name: 'AES-GCM',
    iv: nonce as BufferSource,
    additionalData: additionalData as BufferSource,
    tagLength: TAG_BYTES * 8,
  }
}

function importKey(key: Uint8Array, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key as BufferSource, 'AES-GCM', false, [usage])
}
