import type { Call, CallReceipt } from '../../signers/index.ts'
import type { Address, Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkBytes32, checkUint } from '../check-argument.ts'
import { encodeCall } from '../contract.ts'
import { extractEvent } from '../extract-event.ts'
import { sendCall, type WriteOptions } from '../send-call.ts'
import { type AnchorKind, anchorKindOf, anchorNumberOf } from './anchor-kind.ts'

/** A digest to be anchored for the sender's account. */
export type Anchor = {
  kind: AnchorKind
  /** Version that is replaced: 0 for the first. */
  expectedVersion: number
  /** SHA-256, 32 bytes. */
  digest: Hex
}

/** What the contract says about a digest that was anchored. */
export type AnchorSetEvent = {
  /** Whose it is (ERC-55). */
  account: Address
  kind: AnchorKind
  version: number
  digest: Hex
}

/**
 * The call that anchors a digest. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { setAnchorCall } from '@space/sdk/chain'
 *
 * const call = setAnchorCall(chain, { kind: 'vault', expectedVersion: 0, digest })
 * ```
 */
export function setAnchorCall(
  chain: Pick<Chain, 'addresses'>,
  { kind, expectedVersion, digest }: Anchor,
): Call {
  return encodeCall(chain, 'names', 'setAnchor', [
    anchorNumberOf(kind),
    checkUint(expectedVersion, 32, 'expectedVersion'),
    checkBytes32(digest, 'digest'),
  ])
}

/**
 * Anchors a digest for the signer's account. Throws `INPUT_INVALID`, or `TRANSACTION_REVERTED` when another version is
 * there.
 *
 * @example
 * ```ts
 * import { setAnchor } from '@space/sdk/chain'
 *
 * await setAnchor(chain, { signer, kind: 'binding', expectedVersion: 0, digest })
 * ```
 */
export async function setAnchor(chain: Chain, options: Anchor & WriteOptions): Promise<CallReceipt> {
  return sendCall(chain, options, setAnchorCall(chain, options), `the anchor of the ${options.kind}`)
}

/**
 * The anchor that a transaction set. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { extractSetAnchor, setAnchor } from '@space/sdk/chain'
 *
 * const receipt = await setAnchor(chain, { signer, kind: 'binding', expectedVersion: 0, digest })
 * console.log(extractSetAnchor(chain, receipt).version) // 1
 * ```
 */
export function extractSetAnchor(chain: Pick<Chain, 'addresses'>, receipt: CallReceipt): AnchorSetEvent {
  const { account, kind, version, digest } = extractEvent(chain, 'names', 'AnchorSet', receipt)
  return {
    account: account as Address,
    kind: anchorKindOf(Number(kind)),
    version: Number(version),
    digest: digest as Hex,
  }
}
