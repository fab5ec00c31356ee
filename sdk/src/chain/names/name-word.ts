import { SpaceError } from '../../errors/index.ts'

/**
 * A name as the contract keeps it: ASCII, zero-padded to 32 bytes.
 *
 * @example
 * ```ts
 * import { encodeName } from '@space/sdk/chain'
 *
 * console.log(encodeName('alice').length) // 32
 * ```
 */
export function encodeName(name: string): Uint8Array {
  const reason = refuseName(name)
  if (reason !== undefined) throw new SpaceError('NAME_INVALID', { name, reason })
  const word = new Uint8Array(32)
  word.set(new TextEncoder().encode(name))
  return word
}

/**
 * The text of a name word.
 *
 * @example
 * ```ts
 * import { decodeName, encodeName } from '@space/sdk/chain'
 *
 * console.log(decodeName(encodeName('alice'))) // alice
 * ```
 */
export function decodeName(word: Uint8Array): string {
  const end = word.indexOf(0)
  return new TextDecoder().decode(word.subarray(0, end === -1 ? word.length : end))
}

function refuseName(name: string): string | undefined {
  if (name.length < 3) return 'it is shorter than 3 characters'
  if (name.length > 30) return 'it is longer than 30 characters'
  if (!/^[a-z0-9-]+$/.test(name)) return 'it has characters other than a-z, 0-9 and hyphen'
  if (name.startsWith('-') || name.endsWith('-')) return 'it starts or ends with a hyphen'
  if (name.includes('--')) return 'it has two hyphens in a row'
  return undefined
}
