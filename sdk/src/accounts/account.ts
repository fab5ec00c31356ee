import { computeAddress } from 'ethers'
import { type Address, toHex } from '../utils/index.ts'

/**
 * Everything secret that one device holds for an account. The three parts are independent random values:
 * none can be computed from another, so losing one does not give the others away.
 */
export type Account = {
  /** Root of the encryption and signing keys of this account epoch, 32 bytes. */
  readonly root: Uint8Array
  /** Generation of the root; a later root is never derived from an earlier one. */
  readonly epoch: number
  /** Secret of this device, from which its log keys come, 32 bytes. */
  readonly deviceSecret: Uint8Array
  /** secp256k1 private key of the Ethereum account, 32 bytes. */
  readonly ethereumKey: Uint8Array
  /** Address of the Ethereum account (ERC-55). */
  readonly address: Address
}

/** Puts an account together from its secrets. */
export function toAccount(secrets: Omit<Account, 'address'>): Account {
  return { ...secrets, address: computeAddress(toHex(secrets.ethereumKey)) as Address }
}

/**
 * Makes a new account with fresh random secrets, or around an Ethereum key that exists. Nothing is stored or sent.
 *
 * @example
 * ```ts
 * import { createAccount } from '@space/sdk'
 *
 * const account = createAccount()
 * console.log(account.address)
 * ```
 */
export function createAccount({ ethereumKey }: { ethereumKey?: Uint8Array } = {}): Account {
  return toAccount({
    root: crypto.getRandomValues(new Uint8Array(32)),
    epoch: 0,
    deviceSecret: crypto.getRandomValues(new Uint8Array(32)),
    ethereumKey: ethereumKey ?? crypto.getRandomValues(new Uint8Array(32)),
  })
}
