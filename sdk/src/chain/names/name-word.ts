import { SpaceError } from '../../errors/index.ts'
import { fromHex, type Hex, toHex } from '../../utils/index.ts'
import { checkBytes32 } from '../check-argument.ts'

/**
 * A name as the contract keeps it: ASCII, zero-padded to 32 bytes. Throws `NAME_INVALID`.
 *
 * @example
 * ```ts
 * import { encodeName } from '@space/sdk/chain'
 *
 * console.log(encodeName('alice').length) // 66: 0x and 32 bytes
 * ```
 */
export function encodeName(name: string): Hex {
  const reason = refuseName(name)
  if (reason !== undefined) throw new SpaceError('NAME_INVALID', { name, reason })
  const word = new Uint8Array(32)
  word.set(new TextEncoder().encode(name))
  return toHex(word)
}

/**
 * The text of a name word. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { decodeName, encodeName } from '@space/sdk/chain'
 *
 * console.log(decodeName(encodeName('alice'))) // alice
 * ```
 */
export function decodeName(word: Hex): string {
  const bytes = fromHex(checkBytes32(word, 'name'))
  const end = bytes.indexOf(0)
  return new TextDecoder().decode(bytes.subarray(0, end === -1 ? bytes.length : end))
}

function refuseName(name: string): string | undefined {
  if (name.length < 3) return 'it is shorter than 3 characters'
  if (name.length > 30) return 'it is longer than 30 characters'
  if (!/^[a-z0-9-]+$/.test(name)) return 'it has characters other than a-z, 0-9 and hyphen'
  if (name.startsWith('-') || name.endsWith('-')) return 'it starts or ends with a hyphen'
  if (name.includes('--')) return 'it has two hyphens in a row'
  return undefined
}
