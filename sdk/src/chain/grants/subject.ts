import { getAddress } from 'ethers'
import { walletSubject } from '../../codec/subject.ts'
import { fromHex, toHex } from '../../utils/index.ts'
import { decodeName } from '../names/name-word.ts'

/** Who a grant is for, read from its 32-byte word (docs/spec, contracts page). */
export type Subject =
  | { kind: 'wallet'; address: string }
  | { kind: 'name'; name: string; generation: number }
  | { kind: 'group' | 'tag' | 'folder' | 'unknown' }

/**
 * The subject of a wallet; a link is one too: the address of its own key.
 *
 * @example
 * ```ts
 * import { addressSubject } from '@space/sdk/chain'
 *
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * ```
 */
export function addressSubject(address: string): Uint8Array {
  return walletSubject(fromHex(address))
}

/**
 * Reads a subject word.
 *
 * @example
 * ```ts
 * import { addressSubject, decodeSubject } from '@space/sdk/chain'
 *
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * console.log(decodeSubject(subject).kind) // wallet
 * ```
 */
export function decodeSubject(subject: Uint8Array): Subject {
  const first = subject[0] as number
  if (first === 0) return { kind: 'wallet', address: getAddress(toHex(subject.subarray(12))) }
  if (first === 1) return { kind: 'group' }
  if (first === 2) return { kind: 'tag' }
  if (first === 3) return { kind: 'folder' }
  const isName = (first >= 0x30 && first <= 0x39) || (first >= 0x61 && first <= 0x7a)
  if (!isName) return { kind: 'unknown' }
  const generation = new DataView(subject.buffer, subject.byteOffset).getUint16(30)
  return { kind: 'name', name: decodeName(subject.subarray(0, 30)), generation }
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
export function describeSubject(subject: Uint8Array): string {
  const decoded = decodeSubject(subject)
  if (decoded.kind === 'wallet') return decoded.address
  if (decoded.kind === 'name') return `@${decoded.name}`
  return `${decoded.kind} ${toHex(subject)}`
}
