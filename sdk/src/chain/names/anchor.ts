import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import { fromHex, type OperationOptions, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'
import { readChain } from '../translate-failure.ts'

/** What an account can anchor. */
const anchorKinds = { binding: 0, vault: 1 } as const

/** Name of a kind of anchor. */
export type AnchorKind = keyof typeof anchorKinds

/** A digest to be anchored for the sender's account. */
export type Anchor = {
  kind: AnchorKind
  /** Version that is replaced: 0 for the first. */
  expectedVersion: number
  digest: Uint8Array
}

/**
 * The call that anchors a digest.
 *
 * @example
 * ```ts
 * import { connectChain, setAnchorCall } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const digest = crypto.getRandomValues(new Uint8Array(32))
 * const call = setAnchorCall(chain, { kind: 'vault', expectedVersion: 0, digest })
 * ```
 */
export function setAnchorCall(chain: Chain, { kind, expectedVersion, digest }: Anchor): Call {
  const args = [anchorKinds[kind], expectedVersion, toHex(digest)] as const
  return {
    to: chain.addresses.names,
    data: chain.names.interface.encodeFunctionData('setAnchor', [...args]),
    valueWei: 0n,
  }
}

/**
 * Anchors a digest for the signer's account. Throws `TRANSACTION_REVERTED` when another version is there.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { connectChain, setAnchor } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * const digest = crypto.getRandomValues(new Uint8Array(32))
 * await setAnchor(chain, signer, { kind: 'binding', expectedVersion: 0, digest })
 * ```
 */
export function setAnchor(
  chain: Chain,
  signer: Signer,
  anchor: Anchor,
  options: OperationOptions = {},
): Promise<CallReceipt> {
  return sendCall(chain, signer, setAnchorCall(chain, anchor), `the anchor of the ${anchor.kind}`, options)
}

/**
 * The newest digest that an account anchored, if there is one.
 *
 * @example
 * ```ts
 * import { connectChain, readAnchor } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const digest = await readAnchor(chain, '0x52908400098527886E0F7030069857D2E4169EE7', 'binding')
 * ```
 */
export async function readAnchor(
  chain: Chain,
  account: string,
  kind: AnchorKind,
): Promise<Uint8Array | undefined> {
  const { digest } = await readChain(chain, 'reading an anchor', () =>
    chain.names.anchorOf(account, anchorKinds[kind]),
  )
  const bytes = fromHex(digest)
  return bytes.every((byte) => byte === 0) ? undefined : bytes
}
