import { SpaceError } from '../../errors/index.ts'
import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import { type OperationOptions, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'
import { decodeRevert } from '../translate-failure.ts'
import { encodeName } from './name-word.ts'

/** What is registered. */
export type RegisterName = {
  name: string
  /** SHA-256 of the key binding block (32 bytes). */
  keyDigest: Uint8Array
  /** Also make it the account's primary name; true by default. */
  primary?: boolean
}

/**
 * The call that registers a name for its sender.
 *
 * @example
 * ```ts
 * import { connectChain, registerNameCall } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const call = registerNameCall(chain, { name: 'alice', keyDigest: new Uint8Array(32) })
 * ```
 */
export function registerNameCall(chain: Chain, { name, keyDigest, primary = true }: RegisterName): Call {
  const args = [toHex(encodeName(name)), toHex(keyDigest), primary ? 1 : 0] as const
  return {
    to: chain.addresses.names,
    data: chain.names.interface.encodeFunctionData('register', [...args]),
    valueWei: 0n,
  }
}

/**
 * Registers a name for the signer and binds it to an encryption key.
 *
 * Throws `NAME_INVALID`, `NAME_TAKEN`, `FUNDS_INSUFFICIENT` or `CHAIN_UNREACHABLE`.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { connectChain, registerName } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * await registerName(chain, signer, { name: 'alice', keyDigest: new Uint8Array(32) })
 * ```
 */
export async function registerName(
  chain: Chain,
  signer: Signer,
  registration: RegisterName,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  const call = registerNameCall(chain, registration)
  const operation = `the registration of "${registration.name}"`
  try {
    return await sendCall(chain, signer, call, operation, options)
  } catch (failure) {
    if (decodeRevert(failure)?.name === 'NamesTaken') {
      throw new SpaceError('NAME_TAKEN', { name: registration.name }, { cause: failure })
    }
    throw failure
  }
}
