import { SpaceError } from '../../errors/index.ts'
import type { Call, CallReceipt } from '../../signers/index.ts'
import type { Address, Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkBytes32 } from '../check-argument.ts'
import { encodeCall } from '../contract.ts'
import { extractEvent } from '../extract-event.ts'
import { sendCall, type WriteOptions } from '../send-call.ts'
import { decodeRevert } from '../translate-failure.ts'
import { decodeName, encodeName } from './name-word.ts'

/** What is registered. */
export type RegisterName = {
  name: string
  /** SHA-256 of the key binding block. */
  keyDigest: Hex
  /** Also make it the account's primary name; true by default. */
  primary?: boolean | undefined
}

/** What the contract says about a name that was registered. */
export type NameRegisteredEvent = {
  name: string
  /** Address (ERC-55). */
  owner: Address
  generation: number
  keyEpoch: number
  /** SHA-256 of the key binding block. */
  keyDigest: Hex
}

/**
 * The call that registers a name for its sender. Throws `NAME_INVALID` or `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { registerNameCall } from '@space/sdk/chain'
 *
 * const call = registerNameCall(chain, { name: 'alice', keyDigest: digest })
 * ```
 */
export function registerNameCall(
  chain: Pick<Chain, 'addresses'>,
  { name, keyDigest, primary = true }: RegisterName,
): Call {
  const inputs = [encodeName(name), checkBytes32(keyDigest, 'keyDigest'), primary ? 1 : 0] as const
  return encodeCall(chain, 'names', 'register', [...inputs])
}

/**
 * Registers a name for the signer and binds it to an encryption key.
 *
 * Throws `NAME_INVALID`, `INPUT_INVALID`, `NAME_TAKEN`, `FUNDS_INSUFFICIENT` or `CHAIN_UNREACHABLE`.
 *
 * @example
 * ```ts
 * import { registerName } from '@space/sdk/chain'
 *
 * await registerName(chain, { signer, name: 'alice', keyDigest: digest })
 * ```
 */
export async function registerName(chain: Chain, options: RegisterName & WriteOptions): Promise<CallReceipt> {
  const { name } = options
  const call = registerNameCall(chain, options)
  try {
    return await sendCall(chain, options, call, `the registration of "${name}"`)
  } catch (failure) {
    if (decodeRevert(failure)?.name !== 'NamesTaken') throw failure
    throw new SpaceError('NAME_TAKEN', { name }, { cause: failure })
  }
}

/**
 * The name that a transaction registered. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { extractRegisterName, registerName } from '@space/sdk/chain'
 *
 * const receipt = await registerName(chain, { signer, name: 'alice', keyDigest: digest })
 * console.log(extractRegisterName(chain, receipt).generation)
 * ```
 */
export function extractRegisterName(
  chain: Pick<Chain, 'addresses'>,
  receipt: CallReceipt,
): NameRegisteredEvent {
  const { name, owner, generation, keyEpoch, keyDigest } = extractEvent(
    chain,
    'names',
    'NameRegistered',
    receipt,
  )
  return {
    name: decodeName(name as Hex),
    owner: owner as Address,
    generation: Number(generation),
    keyEpoch: Number(keyEpoch),
    keyDigest: keyDigest as Hex,
  }
}
