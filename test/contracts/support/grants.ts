import type { AddressLike } from 'ethers'
import { concat, resolveAddress, toBeHex, zeroPadValue } from 'ethers'

/** The expiry that means none. */
export const NO_EXPIRY = 2n ** 36n - 1n

export const role = { reader: 1n, commenter: 2n, writer: 3n, admin: 4n } as const

/** Terms as `grant` takes them. */
export function packTerms(roleNumber: bigint, depth = 0n, expiry = NO_EXPIRY): bigint {
  return expiry | (roleNumber << 40n) | (depth << 44n)
}

/** A folder's id: its owner's address, then twelve bytes of salt. */
export async function folderOf(owner: AddressLike, salt: bigint): Promise<string> {
  return concat([await resolveAddress(owner), toBeHex(salt, 12)])
}

/** The subject that stands for a wallet. */
export async function walletSubject(account: AddressLike): Promise<string> {
  return zeroPadValue(await resolveAddress(account), 32)
}
