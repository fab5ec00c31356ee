import type { Address, Hex } from '../../utils/index.ts'
import type { Chain, ReadOptions } from '../chain.ts'
import { checkAddress } from '../check-argument.ts'
import { readContract } from '../contract.ts'
import { type AnchorKind, anchorNumberOf } from './anchor-kind.ts'

/** What an account has anchored. */
export type AnchorState = {
  /** Rises with each digest; 0 = none was anchored. */
  version: number
  /** SHA-256 of what is anchored, if anything is. */
  digest: Hex | undefined
}

/**
 * The newest digest that an account anchored.
 *
 * @example
 * ```ts
 * import { readAnchor } from '@space/sdk/chain'
 *
 * const { version, digest } = await readAnchor(chain, { account, kind: 'binding' })
 * ```
 */
export async function readAnchor(
  chain: Chain,
  { account, kind, ...options }: { account: Address; kind: AnchorKind } & ReadOptions,
): Promise<AnchorState> {
  const inputs = [checkAddress(account, 'account'), anchorNumberOf(kind)] as const
  const operation = 'reading an anchor'
  const { version, digest } = await readContract(chain, 'names', 'anchorOf', {
    inputs: [...inputs],
    ...options,
    operation,
  })
  return { version: Number(version), digest: BigInt(digest) === 0n ? undefined : (digest as Hex) }
}
