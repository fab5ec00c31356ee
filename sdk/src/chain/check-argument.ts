import { getAddress } from 'ethers'
import { SpaceError } from '../errors/index.ts'
import type { Address, Hex } from '../utils/index.ts'

const addressPattern = /^0x[0-9a-fA-F]{40}$/

/**
 * An address as ERC-55 writes it. One in small letters has no checksum and is taken; one with a wrong checksum is not:
 * a letter of it was mistyped. Throws `INPUT_INVALID`.
 */
export function checkAddress(value: unknown, what: string): Address {
  const isHex = typeof value === 'string' && addressPattern.test(value)
  if (!isHex) {
    const reason = `${describe(value)} is not 0x and 40 hex digits`
    throw invalid(what, reason, 'Give an Ethereum address; the address of a name is its owner (readName).')
  }
  try {
    return getAddress(value) as Address
  } catch {
    throw invalid(what, `${value} has a wrong checksum (ERC-55)`, 'Copy the address again.')
  }
}

/** 32 bytes in small letters. Throws `INPUT_INVALID`. */
export function checkBytes32(value: unknown, what: string): Hex {
  if (typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value)) return value.toLowerCase() as Hex
  throw invalid(
    what,
    `${describe(value)} is not 0x and 64 hex digits`,
    `Give the 32 bytes of ${what} as hex.`,
  )
}

/** A whole number of so many bits. Throws `INPUT_INVALID`. */
export function checkUint(value: unknown, bits: number, what: string): bigint {
  const number = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof number === 'bigint' && number >= 0n && number < 1n << BigInt(bits)) return number
  const fix = `Give a whole number from 0 to ${(1n << BigInt(bits)) - 1n}.`
  throw invalid(what, `${describe(value)} is out of range`, fix)
}

/** Seconds since 1970 of a time, in so many bits, rounded down. Throws `INPUT_INVALID`. */
export function checkTime(value: unknown, bits: number, what: string): bigint {
  const seconds = value instanceof Date ? Math.floor(value.getTime() / 1000) : Number.NaN
  if (seconds >= 0 && seconds < 2 ** bits) return BigInt(seconds)
  throw invalid(
    what,
    `${describe(value)} is not a time that the contract can hold`,
    'Give a Date after 1970.',
  )
}

/** Says what is wrong with an argument and what to give instead. */
export function invalid(what: string, reason: string, fix: string): SpaceError<'INPUT_INVALID'> {
  return new SpaceError('INPUT_INVALID', { what, reason, fix })
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `"${value.length > 80 ? `${value.slice(0, 80)}…` : value}"`
  return value instanceof Date || typeof value !== 'object' ? String(value) : `an ${typeof value}`
}
