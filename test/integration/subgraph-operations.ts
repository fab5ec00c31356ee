import fc, { type Arbitrary } from 'fast-check'
import type { Chain } from './subgraph-chain.ts'
import { balancesOperations } from './subgraph-operations-balances.ts'
import { foldersOperations } from './subgraph-operations-folders.ts'
import { grantsOperations, type Operation } from './subgraph-operations-grants.ts'
import { namesOperations } from './subgraph-operations-names.ts'

/** Operations of users, operators and admins, allowed or not. */
export function operationsOf(chain: Chain): Arbitrary<Operation> {
  const single = fc.oneof(
    { weight: 6, arbitrary: namesOperations(chain) },
    { weight: 8, arbitrary: balancesOperations(chain) },
    { weight: 7, arbitrary: grantsOperations(chain) },
    { weight: 7, arbitrary: foldersOperations(chain) },
  )
  /** Several in one block, where those that fail are mined as well. */
  const together = fc.array(single, { minLength: 2, maxLength: 5 }).map((operations) => async () => {
    await chain.provider.send('evm_setAutomine', [false])
    try {
      for (const operate of operations) await operate()
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
