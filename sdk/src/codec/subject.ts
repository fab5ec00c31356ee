import { SpaceError } from '../errors/index.ts'
import { u16 } from './integers.ts'

/** Length of a subject: the typed word that says on chain who a grant is for. */
export const SUBJECT_BYTES = 32

const NAME_BYTES = 30
const namePattern = /^(?!.*--)[a-z0-9](?:[a-z0-9-]{1,28})[a-z0-9]$/

/** Whether a text is a name that can be registered: 3 to 30 of a-z, 0-9 and single inner hyphens. */
export function isName(name: string): boolean {
  return namePattern.test(name)
}

/** Whether a word is the subject of a wallet or link. */
export function isWalletSubject(subject: Uint8Array): boolean {
  return subject.length === SUBJECT_BYTES && subject.findIndex((byte) => byte !== 0) >= 12
}

/** Whether a word is a subject that can receive keys: of a wallet, link or name. */
export function isKeySubject(subject: Uint8Array): boolean {
  if (subject.length !== SUBJECT_BYTES) return false
  if (subject[0] === 0) return isWalletSubject(subject)
  const end = subject.indexOf(0)
  const name = subject.subarray(0, end < 0 || end > NAME_BYTES ? NAME_BYTES : end)
  const isPadded = subject.subarray(name.length, NAME_BYTES).every((byte) => byte === 0)
  const generation = subject.subarray(NAME_BYTES)
  return isPadded && generation.some((byte) => byte !== 0) && isName(new TextDecoder('latin1').decode(name))
}

/**
 * The subject of a wallet or a link: 12 zero bytes, then its address.
 *
 * @example
 * ```ts
 * const subject = walletSubject(addressBytes)
 * ```
 */
export function walletSubject(address: Uint8Array): Uint8Array {
  if (address.length !== 20) {
    throw new SpaceError('INPUT_INVALID', { what: 'an address', reason: 'it has not 20 bytes' })
  }
  const subject = new Uint8Array(SUBJECT_BYTES)
  subject.set(address, 12)
  return subject
}

/**
 * The subject of a name: its letters, zeros up to 30 bytes, then its generation, which changes when the
 * name changes hands.
 *
 * @example
 * ```ts
 * const subject = nameSubject('bob', 1)
 * ```
 */
export function nameSubject(name: string, generation: number): Uint8Array {
  if (!isName(name)) {
    throw new SpaceError('NAME_INVALID', { name, reason: 'its length or letters are not allowed' })
  }
  const subject = new Uint8Array(SUBJECT_BYTES)
  subject.set(new TextEncoder().encode(name))
  subject.set(u16(generation), NAME_BYTES)
  return subject
}
