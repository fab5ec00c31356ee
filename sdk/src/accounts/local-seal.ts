import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '../utils/index.ts'

const nonceSize = 12

/** Seals what stays on this device: random nonce, then AES-256-GCM (NIST SP 800-38D). */
export async function sealLocal(
  key: Uint8Array,
  plaintext: Uint8Array,
  additionalData: Uint8Array = new Uint8Array(),
): Promise<Uint8Array> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceSize))
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: asSource(additionalData) }
  const sealed = await crypto.subtle.encrypt(algorithm, await importKey(key), asSource(plaintext))
  return concatBytes(nonce, new Uint8Array(sealed))
}

/** Opens what `sealLocal` made; `undefined` when the key is another one or a byte was changed. */
export async function openLocal(
  key: Uint8Array,
  sealed: Uint8Array,
  additionalData: Uint8Array = new Uint8Array(),
): Promise<Uint8Array | undefined> {
  if (sealed.length < nonceSize + 16) return undefined
  const iv = asSource(sealed.subarray(0, nonceSize))
  const algorithm = { name: 'AES-GCM', iv, additionalData: asSource(additionalData) }
  try {
    const opened = await crypto.subtle.decrypt(
      algorithm,
      await importKey(key),
      asSource(sealed.subarray(nonceSize)),
    )
    return new Uint8Array(opened)
  } catch {
    return undefined
  }
}

/** A key for one local use, derived from the device secret (HKDF, RFC 5869). */
export function deriveLocalKey(deviceSecret: Uint8Array, purpose: string): Uint8Array {
  return hkdf(sha256, deviceSecret, undefined, new TextEncoder().encode(`space/local/${purpose}`), 32)
}

function importKey(key: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', asSource(key), 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** WebCrypto's types exclude shared memory, which none of our arrays are. */
function asSource(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}
