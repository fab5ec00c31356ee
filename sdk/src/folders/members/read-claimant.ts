import { type Chain, readKeyHistory } from '../../chain/index.ts'
import { type Address, fromHex, toHex } from '../../utils/index.ts'

/** What the chain has ever said of a subject that can have keys. */
export type Claimant = {
  /** Whose it was (ERC-55); a name keeps its subject when it goes to another wallet of the same person. */
  addresses: Address[]
  /** Digests of all bindings that were published for it. */
  binds: Uint8Array[]
}

/**
 * Reads from the chain's events who a subject was and which keys it had. The newest alone would not do: a log goes on
 * when the keys of its author change.
 */
export async function readClaimant(chain: Chain, subject: Uint8Array): Promise<Claimant> {
  const { addresses, bindings } = await readKeyHistory(chain, { subject: toHex(subject) })
  return { addresses, binds: bindings.map(fromHex) }
}
