import { expand, extract } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { randomBytes } from '@noble/hashes/utils.js'
import { ml_kem768_x25519 } from '@noble/post-quantum/hybrid.js'
import { decrypt, encryptInPlace } from '#platform'
import { u8, u16 } from '../codec/integers.ts'
import { concatBytes } from '../utils/index.ts'

const KEM_X_WING = 0x647a
const KDF_HKDF_SHA256 = 0x0001
const AEAD_AES_256_GCM = 0x0002
const MODE_BASE = 0
const TAG_BYTES = 16

const empty = new Uint8Array()
const encoder = new TextEncoder()
const suite: Uint8Array = concatBytes(
  encoder.encode('HPKE'),
  u16(KEM_X_WING),
  u16(KDF_HKDF_SHA256),
  u16(AEAD_AES_256_GCM),
)

/** What binds a sealed message to its use. */
export type HpkeContext = { info: Uint8Array; additionalData: Uint8Array }

/**
 * HPKE single-shot encryption (RFC 9180 §6.1), base mode, KEM 0x647A (X-Wing, draft-ietf-hpke-pq), KDF
 * HKDF-SHA256, AEAD AES-256-GCM. Throws a plain error if the public key is not one.
 * `randomness` (64 bytes) exists for test vectors; each message must have its own.
 */
export async function hpkeSeal(
  publicKey: Uint8Array,
  plaintext: Uint8Array,
  context: HpkeContext,
  randomness: Uint8Array = randomBytes(64),
): Promise<{ encapsulated: Uint8Array; ciphertext: Uint8Array }> {
  const { cipherText, sharedSecret } = ml_kem768_x25519.encapsulate(publicKey, randomness)
  const { key, nonce } = scheduleKeys(sharedSecret, context.info)
  const ciphertext = new Uint8Array(plaintext.length + TAG_BYTES)
  ciphertext.set(plaintext)
  await encryptInPlace(key, nonce, context.additionalData, ciphertext, 0, plaintext.length)
  return { encapsulated: cipherText, ciphertext }
}

/** HPKE single-shot decryption; nothing if it does not open. The private key is the 32-byte X-Wing seed. */
export async function hpkeOpen(
  privateKey: Uint8Array,
  encapsulated: Uint8Array,
  ciphertext: Uint8Array,
  context: HpkeContext,
): Promise<Uint8Array | undefined> {
  let sharedSecret: Uint8Array
  try {
    sharedSecret = ml_kem768_x25519.decapsulate(encapsulated, privateKey)
  } catch {
    return undefined
  }
  const { key, nonce } = scheduleKeys(sharedSecret, context.info)
  return decrypt(key, nonce, context.additionalData, ciphertext)
}

/** The key schedule of RFC 9180 §5.1 for base mode and the first message. */
function scheduleKeys(sharedSecret: Uint8Array, info: Uint8Array): { key: Uint8Array; nonce: Uint8Array } {
  const context = concatBytes(
    u8(MODE_BASE),
    labeledExtract(empty, 'psk_id_hash', empty),
    labeledExtract(empty, 'info_hash', info),
  )
  const secret = labeledExtract(sharedSecret, 'secret', empty)
  return {
    key: labeledExpand(secret, 'key', context, 32),
    nonce: labeledExpand(secret, 'base_nonce', context, 12),
  }
}

function labeledExtract(salt: Uint8Array, label: string, input: Uint8Array): Uint8Array {
  return extract(sha256, concatBytes(encoder.encode('HPKE-v1'), suite, encoder.encode(label), input), salt)
}

function labeledExpand(key: Uint8Array, label: string, info: Uint8Array, lengthBytes: number): Uint8Array {
  const labeled = concatBytes(u16(lengthBytes), encoder.encode('HPKE-v1'), suite, encoder.encode(label), info)
  return expand(sha256, key, labeled, lengthBytes)
}
