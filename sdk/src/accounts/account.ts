import { computeAddress } from 'ethers'
import { SpaceError } from '../errors/index.ts'
import { type Address, toHex } from '../utils/index.ts'

/**
 * Everything secret that one device holds for an account. The three parts are independent random values:
 * none can be computed from another, so losing one does not give the others away.
 */
export type AccountSecrets = {
  /** Root of the encryption and signing keys of this account epoch, 32 bytes. */
  readonly root: Uint8Array
  /** Generation of the root; a later root is never derived from an earlier one. */
  readonly epoch: number
  /** Secret of this device, from which its log keys come, 32 bytes. */
  readonly deviceSecret: Uint8Array
  /** secp256k1 private key of the Ethereum account, 32 bytes. */
  readonly ethereumKey: Uint8Array
}

/** An account on one device. It can be printed and logged: its secrets are only where `exportSecrets` gives them. */
export type Account = {
  /** Address of the Ethereum account (ERC-55). */
  readonly address: Address
  /** Generation of its keys. */
  readonly epoch: number
}

/** Keeps the secrets in a private field, which no printing, cloning or spreading reaches. */
class AccountWithSecrets implements Account {
  readonly address: Address
  readonly epoch: number
  readonly #secrets: AccountSecrets

  constructor(secrets: AccountSecrets) {
    this.address = computeAddress(toHex(secrets.ethereumKey)) as Address
    this.epoch = secrets.epoch
    this.#secrets = copyOf(secrets)
  }

  static secretsOf(account: Account): AccountSecrets | undefined {
    return #secrets in account ? account.#secrets : undefined
  }
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
  return importSecrets({
    root: crypto.getRandomValues(new Uint8Array(32)),
    epoch: 0,
    deviceSecret: crypto.getRandomValues(new Uint8Array(32)),
    ethereumKey: ethereumKey ?? crypto.getRandomValues(new Uint8Array(32)),
  })
}

/**
 * Makes an account of its secrets, which are copied.
 *
 * @example
 * ```ts
 * import { createAccount, exportSecrets, importSecrets } from '@space/sdk'
 *
 * const account = importSecrets(exportSecrets(createAccount()))
 * ```
 */
export function importSecrets(secrets: AccountSecrets): Account {
  return new AccountWithSecrets(secrets)
}

/**
 * Gives a copy of the secrets of an account, for a keystore of one's own. Keep them out of logs and messages. Throws
 * `INPUT_INVALID` for what is not an account of this package.
 *
 * @example
 * ```ts
 * import { createAccount, exportSecrets } from '@space/sdk'
 *
 * const { root, deviceSecret, ethereumKey } = exportSecrets(createAccount())
 * ```
 */
export function exportSecrets(account: Account): AccountSecrets {
  const secrets = AccountWithSecrets.secretsOf(account)
  if (secrets !== undefined) return copyOf(secrets)
  const reason = 'it holds no secrets'
  const fix = 'Give what createAccount, importSecrets or openKeystore returned, not a copy of it.'
  throw new SpaceError('INPUT_INVALID', { what: 'account', reason, fix })
}

function copyOf({ root, epoch, deviceSecret, ethereumKey }: AccountSecrets): AccountSecrets {
  return { root: root.slice(), epoch, deviceSecret: deviceSecret.slice(), ethereumKey: ethereumKey.slice() }
}
