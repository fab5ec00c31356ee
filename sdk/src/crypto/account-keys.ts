import { ml_kem768_x25519 } from '@noble/post-quantum/hybrid.js'
import { u32 } from '../codec/integers.ts'
import { deriveKey } from './derive.ts'
import { signPublicKeyOf } from './signature.ts'

/** Both key pairs of an account, a link or any other recipient of passes. */
export type AccountKeys = {
  /** The X-Wing private key: it **is** the 32-byte seed (draft-connolly-cfrg-xwing-kem). */
  kemSeed: Uint8Array
  kemPublicKey: Uint8Array
  signSeed: Uint8Array
  signPublicKey: Uint8Array
}

/**
 * The keys of one account epoch, from the random root of that epoch (docs/spec/bind.md). No root is
 * derived from another, so that a device that was removed cannot follow.
 *
 * @example
 * ```ts
 * const keys = deriveAccountKeys(accountRoot, 0)
 * ```
 */
export function deriveAccountKeys(accountRoot: Uint8Array, accountEpoch: number): AccountKeys {
  const kemSeed = deriveKey(accountRoot, 'acct-kem', u32(accountEpoch))
  return expandAccountKeys(kemSeed, deriveKey(accountRoot, 'acct-sign', u32(accountEpoch)))
}

/** Adds the public keys to two seeds. */
export function expandAccountKeys(kemSeed: Uint8Array, signSeed: Uint8Array): AccountKeys {
  const { publicKey } = ml_kem768_x25519.keygen(kemSeed)
  return { kemSeed, kemPublicKey: publicKey, signSeed, signPublicKey: signPublicKeyOf(signSeed) }
}
