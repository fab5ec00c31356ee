import type { Address, Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkBytes32 } from '../check-argument.ts'
import { readEvents } from '../contract.ts'

/** A pass that was announced on chain for one subject. */
export type AnnouncedPass = {
  /** SHA-256 of the pass block. */
  digest: Hex
  /** Who announced it (ERC-55). */
  by: Address
  /** `granted` also changed the grant, `delivered` did not. */
  kind: 'granted' | 'delivered'
  blockNumber: number
}

/**
 * All passes that the chain announced for a subject of a folder, newest first.
 *
 * @example
 * ```ts
 * import { readPasses } from '@space/sdk/chain'
 *
 * const [newest] = await readPasses(chain, { folder, subject })
 * ```
 */
export async function readPasses(
  chain: Chain,
  { folder, subject, signal }: { folder: Hex; subject: Hex; signal?: AbortSignal | undefined },
): Promise<AnnouncedPass[]> {
  const events = await readEvents(chain, 'grants', ['Granted', 'Delivered'], {
    indexed: [checkBytes32(folder, 'folder'), checkBytes32(subject, 'subject')],
    operation: 'reading the passes',
    signal,
  })
  return events
    .map((event): AnnouncedPass => {
      const { blockNumber } = event
      const digest = event.args.pass as Hex
      if (event.name === 'Delivered')
        return { digest, by: event.args.by as Address, kind: 'delivered', blockNumber }
      return { digest, by: event.args.granter as Address, kind: 'granted', blockNumber }
    })
    .filter(({ digest }) => BigInt(digest) !== 0n)
    .reverse()
}
