import { computeAddress, N as SECP256K1_ORDER, toBigInt } from 'ethers'
import { u8 } from '../codec/integers.ts'
import { walletSubject } from '../codec/subject.ts'
import { SpaceError } from '../errors/index.ts'
import { fromHex, type OperationOptions, toHex } from '../utils/index.ts'
import { type AccountKeys, expandAccountKeys } from './account-keys.ts'
import { deriveKey, hashFramed, macFramed } from './derive.ts'

/** The account that a link is: it is granted, revoked and expires like any other. */
export type LinkKeys = AccountKeys & {
  /** Private key of the link's own Ethereum account. */
  ethereumKey: Uint8Array
  /** Its 20-byte address. */
  address: Uint8Array
  subject: Uint8Array
}

/** How far the password of a link has been worked on, from 0 to 1. */
export type LinkKeysProgress = { type: 'password'; done: number }

/** Argon2id (RFC 9106): 64 MiB, three passes, one lane. */
const argon2 = { m: 65_536, t: 3, p: 1, dkLen: 32 }

/**
 * The keys of a link from its secret and, if it has one, its password (takes about a second).
 * Format: docs/spec/link.md. Throws `LINK_INVALID` if a password is missing or
 * not needed.
 *
 * @example
 * ```ts
 * const keys = await deriveLinkKeys(decodeLink(url), 'correct horse')
 * ```
 */
export async function deriveLinkKeys(
  link: { secret: Uint8Array; hasPassword: boolean },
  password?: string | undefined,
  options: OperationOptions<LinkKeysProgress> = {},
): Promise<LinkKeys> {
  if (!link.hasPassword && password !== undefined) {
    throw new SpaceError('LINK_INVALID', { reason: 'it has no password, but one was given' })
  }
  const secret = link.hasPassword ? await mixPassword(link.secret, password, options) : link.secret
  const accountKeys = expandAccountKeys(deriveKey(secret, 'link-kem'), deriveKey(secret, 'link-sign'))
  const ethereumKey = deriveEthereumKey(secret)
  const address = fromHex(computeAddress(toHex(ethereumKey)))
  return { ...accountKeys, ethereumKey, address, subject: walletSubject(address) }
}

async function mixPassword(
  secret: Uint8Array,
  password: string | undefined,
  { signal, onProgress }: OperationOptions<LinkKeysProgress>,
): Promise<Uint8Array> {
  if (password === undefined || password === '') {
    throw new SpaceError('LINK_INVALID', { reason: 'it needs its password' })
  }
  // Few links have a password; the others need not load this.
  const { argon2idAsync } = await import('@noble/hashes/argon2.js')
  const stretched = await argon2idAsync(
    new TextEncoder().encode(password.normalize('NFC')),
    hashFramed('link-salt', secret).subarray(0, 16),
    {
      ...argon2,
      onProgress: (done) => {
        signal?.throwIfAborted()
        onProgress?.({ type: 'password', done })
      },
    },
  )
  return macFramed(secret, 'link-pw', stretched)
}

/** The first candidate that is a secp256k1 scalar (SEC 2); all but one in 2^128 are. */
function deriveEthereumKey(secret: Uint8Array): Uint8Array {
  for (let attempt = 0; ; attempt++) {
    const candidate = deriveKey(secret, 'link-eth', u8(attempt))
    const scalar = toBigInt(candidate)
    if (scalar > 0n && scalar < SECP256K1_ORDER) return candidate
  }
}
