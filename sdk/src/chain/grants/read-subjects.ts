import type { Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkBytes32 } from '../check-argument.ts'
import { readEvents } from '../contract.ts'
import { splitWords } from './words.ts'

/**
 * Every subject that was ever granted a folder, by the contract's own events. Which of them hold a live grant,
 * `readRole` says. `fromBlock` narrows the search to newer grants.
 *
 * @example
 * ```ts
 * import { readSubjects } from '@space/sdk/chain'
 *
 * const subjects = await readSubjects(chain, { folder })
 * ```
 */
export async function readSubjects(
  chain: Chain,
  { folder, fromBlock, signal }: { folder: Hex; fromBlock?: number; signal?: AbortSignal | undefined },
): Promise<Hex[]> {
  const events = await readEvents(chain, 'grants', ['Granted', 'GrantedBatch'], {
    indexed: [checkBytes32(folder, 'folder')],
    fromBlock,
    operation: 'reading the grants',
    signal,
  })
  const subjects = events.flatMap((event) =>
    event.name === 'GrantedBatch' ? splitWords(event.args.subjects) : [event.args.subject as Hex],
  )
  return [...new Set(subjects)]
}
