import { decode, encode } from '@ipld/dag-cbor'
import { SpaceError } from '../errors/index.ts'
import { fromHex, toHex } from '../utils/index.ts'
import { type Account, type AccountSecrets, exportSecrets, importSecrets } from './account.ts'
import { openLocal, sealLocal } from './local-seal.ts'

/** Cost of turning a passphrase into a key (Argon2id, RFC 9106 §4, second recommended option). */
export type KeystoreCost = { memoryKiB: number; iterations: number; parallelism: number }

const defaultCost: KeystoreCost = { memoryKiB: 65_536, iterations: 3, parallelism: 1 }

/** Upper bounds, so that a keystore from elsewhere cannot exhaust the machine. */
const maximumCost: KeystoreCost = { memoryKiB: 1_048_576, iterations: 16, parallelism: 16 }

type KeystoreFile = {
  version: 1
  address: string
  kdf: { name: 'argon2id'; salt: string } & KeystoreCost
  cipher: 'aes-256-gcm'
  sealed: string
}

/**
 * Seals an account under a passphrase, as a JSON file.
 *
 * @example
 * ```ts
 * import { createAccount, openKeystore, sealKeystore } from '@space/sdk'
 *
 * const file = await sealKeystore(createAccount(), 'correct horse battery staple')
 * const account = await openKeystore(file, 'correct horse battery staple')
 * ```
 */
export async function sealKeystore(
  account: Account,
  passphrase: string,
  { cost = defaultCost }: { cost?: KeystoreCost | undefined } = {},
): Promise<Uint8Array> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const { root, epoch, deviceSecret, ethereumKey } = exportSecrets(account)
  const key = await stretch(passphrase, salt, cost)
  const sealed = await sealLocal(key, encode({ root, epoch, deviceSecret, ethereumKey }))
  const file: KeystoreFile = {
    version: 1,
    address: account.address,
    kdf: { name: 'argon2id', salt: toHex(salt), ...cost },
    cipher: 'aes-256-gcm',
    sealed: toHex(sealed),
  }
  return new TextEncoder().encode(`${JSON.stringify(file, undefined, 2)}\n`)
}

/**
 * Opens a keystore. Throws `PASSPHRASE_WRONG` or `KEYSTORE_INVALID`; `path` only names the file in them.
 *
 * @example
 * ```ts
 * import { createAccount, openKeystore, sealKeystore } from '@space/sdk'
 *
 * const file = await sealKeystore(createAccount(), 'correct horse battery staple')
 * const account = await openKeystore(file, 'correct horse battery staple')
 * ```
 */
export async function openKeystore(
  bytes: Uint8Array,
  passphrase: string,
  { path = 'given' }: { path?: string | undefined } = {},
): Promise<Account> {
  const file = parseKeystore(bytes, path)
  const key = await stretch(passphrase, fromHex(file.kdf.salt), file.kdf)
  const opened = await openLocal(key, fromHex(file.sealed))
  if (opened === undefined) throw new SpaceError('PASSPHRASE_WRONG', { path })
  const account = importSecrets(decode<AccountSecrets>(opened))
  if (account.address !== file.address) {
    throw new SpaceError('KEYSTORE_INVALID', { path, reason: 'its address does not match its key' })
  }
  return account
}

function parseKeystore(bytes: Uint8Array, path: string): KeystoreFile {
  const refuse = (reason: string, cause?: unknown) =>
    new SpaceError('KEYSTORE_INVALID', { path, reason }, { cause })
  let file: KeystoreFile
  try {
    file = JSON.parse(new TextDecoder().decode(bytes)) as KeystoreFile
  } catch (cause) {
    throw refuse('it is not JSON', cause)
  }
  if (file?.version !== 1) throw refuse(`its version ${file?.version} is not known here`)
  const { kdf, cipher, sealed } = file
  if (kdf?.name !== 'argon2id' || cipher !== 'aes-256-gcm') throw refuse('its algorithms are not known here')
  const inRange = (Object.keys(maximumCost) as (keyof KeystoreCost)[]).every(
    (part) => Number.isInteger(kdf[part]) && kdf[part] >= 1 && kdf[part] <= maximumCost[part],
  )
  if (!inRange) throw refuse('its cost is out of range')
  if (!isHex(kdf.salt) || !isHex(sealed)) throw refuse('a field is not hex')
  return file
}

function isHex(text: unknown): boolean {
  return typeof text === 'string' && /^0x([0-9a-f]{2})+$/.test(text)
}

async function stretch(passphrase: string, salt: Uint8Array, cost: KeystoreCost): Promise<Uint8Array> {
  const { memoryKiB: m, iterations: t, parallelism: p } = cost
  // Loaded only where a keystore is used.
  const { argon2idAsync } = await import('@noble/hashes/argon2.js')
  return argon2idAsync(passphrase.normalize('NFC'), salt, { m, t, p, dkLen: 32 })
}
