import { getAddress } from 'ethers'

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
 * Packs terms as `Grants` takes them, least significant first: expiry 36, spare 4, role 4, depth 2, flags 2.
 *
 * @example
 * ```ts
 * import { encodeTerms } from '@space/sdk/chain'
 *
 * const terms = encodeTerms({ role: 'reader', expiresAt: new Date('2030-01-01') })
 * ```
 */
export function encodeTerms({ role, expiresAt, depth = 0 }: Terms): bigint {
  const expiry = expiresAt === undefined ? noExpiry : BigInt(Math.floor(expiresAt.getTime() / 1000))
  return expiry | (BigInt(roles[role]) << 40n) | (BigInt(depth) << 44n)
}

/** A grant word, read. */
export type GrantWord = {
  /** Address (ERC-55). */
  granter: string
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
  const role = Number(field(248n, 4n))
  return {
    granter: getAddress(`0x${field(0n, 160n).toString(16).padStart(40, '0')}`),
    expiresAt: expiry === noExpiry ? undefined : new Date(Number(expiry) * 1000),
    issuedAt: new Date(Number(field(196n, 36n)) * 1000),
    generation: Number(field(232n, 16n)),
    role: (Object.keys(roles) as Role[]).find((name) => roles[name] === role),
    depth: Number(field(252n, 2n)),
  }
}
