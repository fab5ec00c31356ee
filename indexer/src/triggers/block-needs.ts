import type { BlockNeeds, LogFilter } from '../chain/chain-source.ts'
import type { SubgraphBuild } from '../manifest/load-build.ts'
import type { DataSource } from '../manifest/manifest-types.ts'

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

/** The union of what the data sources listen to, or undefined where none has event handlers. */
export function makeLogFilter(dataSources: readonly DataSource[]): LogFilter | undefined {
  const listening = dataSources.filter((dataSource) => dataSource.eventHandlers.length > 0)
  if (listening.length === 0) return undefined
  const addresses = listening.map((dataSource) => dataSource.address)
  return {
    addresses: addresses.includes(undefined) ? undefined : ([...new Set(addresses)] as string[]),
    topics0: [
      ...new Set(listening.flatMap((source) => source.eventHandlers.map((handler) => handler.topic0))),
    ],
  }
}

/** Whether some data source has a block handler to run at a block. */
export function needsBlock(dataSources: readonly DataSource[], blockNumber: number): boolean {
  return dataSources.some((dataSource) => dueBlockHandlers(dataSource, blockNumber).length > 0)
}

/** The block handlers of a data source that are due at a block, those that run once first. */
export function dueBlockHandlers(dataSource: DataSource, blockNumber: number) {
  const age = blockNumber - dataSource.startBlock
  if (age < 0 || blockNumber > (dataSource.endBlock ?? Number.POSITIVE_INFINITY)) return []
  return dataSource.blockHandlers.filter(({ filter }) =>
    filter.kind === 'once' ? age === 0 : age % filter.every === 0,
  )
}
