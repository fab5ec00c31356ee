import { deriveKey } from './derive.ts'
import { signPublicKeyOf } from './signature.ts'

/** The key pair with which one device signs its log in one folder. */
export type AuthorKey = { seed: Uint8Array; author: Uint8Array }

/**
 * The log key of a device in a folder. Storage sees it as a name that occurs in no other folder.
 *
 * @example
 * ```ts
 * const { author } = deriveAuthorKey(deviceSecret, scope)
 * ```
 */
export function deriveAuthorKey(deviceSecret: Uint8Array, scope: Uint8Array): AuthorKey {
  const seed = deriveKey(deviceSecret, 'author', scope)
  return { seed, author: signPublicKeyOf(seed) }
}
