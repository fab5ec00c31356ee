import type { Address } from '../../utils/index.ts'
import { checkAddress, checkTime, checkUint, invalid } from '../check-argument.ts'

/** Roles in rising order; the owner needs none. */
export const roles = { reader: 1, commenter: 2, writer: 3, admin: 4 } as const

/** Name of a role. */
export type Role = keyof typeof roles

/** The largest expiry: never. */
export const noExpiry = 2n ** 36n - 1n

/** What a grant allows. */
export type Terms = {
  role: Role
  /** When the grant ends; absent = never. */
  expiresAt?: Date | undefined
  /** How many further hops the holder may grant; 0 by default. */
  depth?: number | undefined
}

/**
 * Packs terms as `Grants` takes them, least significant first: expiry 36, spare 4, role 4, depth 2, flags 2. Throws
 * `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { encodeTerms } from '@space/sdk/chain'
 *
 * const terms = encodeTerms({ role: 'reader', expiresAt: new Date('2030-01-01') })
 * ```
 */
export function encodeTerms({ role, expiresAt, depth = 0 }: Terms): bigint {
  const expiry = expiresAt === undefined ? noExpiry : checkTime(expiresAt, 36, 'expiresAt')
  return expiry | (BigInt(checkRole(role)) << 40n) | (checkUint(depth, 2, 'depth') << 44n)
}

/** The number of a role. Throws `INPUT_INVALID`. */
export function checkRole(role: Role): number {
  if (Object.hasOwn(roles, role)) return roles[role]
  throw invalid('role', `"${role}" is no role`, `Give one of ${Object.keys(roles).join(', ')}.`)
}

/** The role of a number; 0 is none. */
export function decodeRole(number: number): Role | undefined {
  return (Object.keys(roles) as Role[]).find((name) => roles[name] === number)
}

/** A grant word, read. */
export type GrantWord = {
  /** Address (ERC-55). */
  granter: Address
  expiresAt: Date | undefined
  issuedAt: Date
  generation: number
  role: Role | undefined
  depth: number
}

/**
 * Unpacks a grant word, least significant first: granter 160, expiry 36, issuedAt 36, generation 16, role 4, depth 2, flags 2.
 *
 * @example
 * ```ts
 * import { decodeGrantWord } from '@space/sdk/chain'
 *
 * console.log(decodeGrantWord(0n)) // undefined: no grant
 * ```
 */
export function decodeGrantWord(word: bigint): GrantWord | undefined {
  if (word === 0n) return undefined
  const field = (offset: bigint, bits: bigint) => (word >> offset) & ((1n << bits) - 1n)
  const expiry = field(160n, 36n)
  return {
    granter: checkAddress(`0x${field(0n, 160n).toString(16).padStart(40, '0')}`, 'granter'),
    expiresAt: expiry === noExpiry ? undefined : new Date(Number(expiry) * 1000),
    issuedAt: new Date(Number(field(196n, 36n)) * 1000),
    generation: Number(field(232n, 16n)),
    role: decodeRole(Number(field(248n, 4n))),
    depth: Number(field(252n, 2n)),
  }
}
