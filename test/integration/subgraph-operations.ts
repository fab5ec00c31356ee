import fc, { type Arbitrary } from 'fast-check'
import type { Chain } from './subgraph-chain.ts'
import { balancesActs } from './subgraph-operations-balances.ts'
import { foldersActs } from './subgraph-operations-folders.ts'
import { type Act, grantsActs } from './subgraph-operations-grants.ts'
import { namesActs } from './subgraph-operations-names.ts'

/** What people, operators and admins may come to try, allowed or not. */
export function actsOf(chain: Chain): Arbitrary<Act> {
  const single = fc.oneof(
    { weight: 6, arbitrary: namesActs(chain) },
    { weight: 8, arbitrary: balancesActs(chain) },
    { weight: 7, arbitrary: grantsActs(chain) },
    { weight: 7, arbitrary: foldersActs(chain) },
  )
  /** Several in one block, where those that fail are mined as well. */
  const together = fc.array(single, { minLength: 2, maxLength: 5 }).map((acts) => async () => {
    await chain.provider.send('evm_setAutomine', [false])
    try {
      for (const act of acts) await act()
      await chain.provider.send('evm_mine', [])
    } finally {
      await chain.provider.send('evm_setAutomine', [true])
    }
    return true
  })
  /** A minute, an hour, a day, the notice of the owners, a recovery, or more than a charging period passes. */
  const waiting = fc
    .constantFrom(60, 3_600, 86_400, 180_000, 700_000, 2_700_000)
    .map((seconds) => async () => {
      await chain.provider.send('evm_increaseTime', [seconds])
      await chain.provider.send('evm_mine', [])
      return true
    })
  return fc.oneof(
    { weight: 16, arbitrary: single },
    { weight: 3, arbitrary: together },
    { weight: 2, arbitrary: waiting },
  )
}
