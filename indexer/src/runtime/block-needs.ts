import type { BlockNeeds } from '../chain/chain-source.ts'
import type { SubgraphBuild } from '../manifest/load-build.ts'
import { makeLogFilter, needsBlock } from '../triggers/log-filter.ts'

/** What has to be fetched of each block for a build. */
export function describeNeeds({ dataSources }: SubgraphBuild): BlockNeeds {
  const handlers = dataSources.flatMap((dataSource) => dataSource.eventHandlers)
  return {
    logs: makeLogFilter(dataSources),
    receiptTopics: new Set(
      handlers.filter((handler) => handler.needsReceipt).map((handler) => handler.topic0),
    ),
    wantsBlock: (blockNumber) => needsBlock(dataSources, blockNumber),
  }
}
