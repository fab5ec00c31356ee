import type { Chain } from './subgraph-chain.ts'
import { compareBalances, compareDays } from './subgraph-compare-balances.ts'
import { compareFolders, compareGrants } from './subgraph-compare-grants.ts'
import { compareNames } from './subgraph-compare-names.ts'
import type { Query } from './subgraph-rows.ts'

/** Compares what the index holds with the views of the contracts, field by field and in both directions. */
export async function compareWithViews(chain: Chain, query: Query): Promise<void> {
  await compareNames(chain, query)
  await compareBalances(chain, query)
  await compareFolders(chain, query)
  await compareGrants(chain, query)
  await compareDays(query)
}
