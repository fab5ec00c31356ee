import type { CipherSuite, KemInterface } from '@hpke/core'
import { ml_kem768_x25519 } from '@noble/post-quantum/hybrid.js'

/** X-Wing as HPKE sees a KEM (RFC 9180 §4), with keys in their raw bytes: all that one message asks of it. */
const xWing = {
  id: 0x647a,
  encap: async ({ recipientPublicKey, ekm }: { recipientPublicKey: Uint8Array; ekm?: Uint8Array }) => {
    const { cipherText, sharedSecret } = ml_kem768_x25519.encapsulate(recipientPublicKey, ekm)
    return { enc: cipherText, sharedSecret }
  },
  decap: async ({ recipientKey, enc }: { recipientKey: Uint8Array; enc: Uint8Array }) =>
    ml_kem768_x25519.decapsulate(enc, recipientKey),
}

/** Loaded when the first pass is sealed or opened: a page that only shows names and balances never needs it. */
async function loadSuite(): Promise<CipherSuite> {
  const { Aes256Gcm, CipherSuite, HkdfSha256 } = await import('@hpke/core')
  // The library types its keys for WebCrypto, which has no X-Wing, but only hands them through.
  return new CipherSuite({
    kem: xWing as unknown as KemInterface,
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  })
}

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
  { info, additionalData }: HpkeContext,
  randomness?: Uint8Array,
): Promise<{ encapsulated: Uint8Array; ciphertext: Uint8Array }> {
  const recipientPublicKey = publicKey as unknown as CryptoKey
  const suite = await loadSuite()
  const ekm = randomness === undefined ? {} : { ekm: randomness }
  const { enc, ct } = await suite.seal({ recipientPublicKey, info, ...ekm }, plaintext, additionalData)
  return { encapsulated: new Uint8Array(enc), ciphertext: new Uint8Array(ct) }
}

/** HPKE single-shot decryption; nothing if it does not open. The private key is the 32-byte X-Wing seed. */
export async function hpkeOpen(
  privateKey: Uint8Array,
  encapsulated: Uint8Array,
  ciphertext: Uint8Array,
  { info, additionalData }: HpkeContext,
): Promise<Uint8Array | undefined> {
  const recipientKey = privateKey as unknown as CryptoKey
  const suite = await loadSuite()
  try {
    return new Uint8Array(
      await suite.open({ recipientKey, enc: encapsulated, info }, ciphertext, additionalData),
    )
  } catch {
    return undefined
  }
}
