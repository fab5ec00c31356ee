import { walletSubject } from '../../codec/subject.ts'
import { type Address, fromHex, type Hex, toHex } from '../../utils/index.ts'
import { checkAddress, checkBytes32 } from '../check-argument.ts'
import { decodeName } from '../names/name-word.ts'

/** Who a grant is for, read from its 32-byte word (docs/spec, contracts page). */
export type Subject =
  | { kind: 'wallet'; address: Address }
  | { kind: 'name'; name: string; generation: number }
  | { kind: 'group' | 'tag' | 'folder' | 'unknown' }

/**
 * The subject of a wallet; a link is one too: the address of its own key. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { addressSubject } from '@space/sdk/chain'
 *
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * ```
 */
export function addressSubject(address: Hex): Hex {
  return toHex(walletSubject(fromHex(checkAddress(address, 'address'))))
}

/**
 * Reads a subject word. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { addressSubject, decodeSubject } from '@space/sdk/chain'
 *
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * console.log(decodeSubject(subject).kind) // wallet
 * ```
 */
export function decodeSubject(subject: Hex): Subject {
  const word = fromHex(checkBytes32(subject, 'subject'))
  const first = word[0] as number
  if (first === 0) return { kind: 'wallet', address: checkAddress(toHex(word.subarray(12)), 'subject') }
  if (first === 1) return { kind: 'group' }
  if (first === 2) return { kind: 'tag' }
  if (first === 3) return { kind: 'folder' }
  const isName = (first >= 0x30 && first <= 0x39) || (first >= 0x61 && first <= 0x7a)
  if (!isName) return { kind: 'unknown' }
  const generation = new DataView(word.buffer, word.byteOffset).getUint16(30)
  return { kind: 'name', name: decodeName(toHex(word.with(30, 0).with(31, 0))), generation }
}

/**
 * How a subject is shown to people.
 *
 * @example
 * ```ts
 * import { addressSubject, describeSubject } from '@space/sdk/chain'
 *
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * console.log(describeSubject(subject))
 * ```
 */
export function describeSubject(subject: Hex): string {
  const decoded = decodeSubject(subject)
  if (decoded.kind === 'wallet') return decoded.address
  if (decoded.kind === 'name') return `@${decoded.name}`
  return `${decoded.kind} ${subject}`
}
