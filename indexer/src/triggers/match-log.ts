import type { EventParameter } from '../abi/event-decoder.ts'
import type { Log } from '../chain/chain-types.ts'
import { IndexerError } from '../errors.ts'
import type { DataSource, EventHandler } from '../manifest/manifest-types.ts'

/** A handler that a log is for, with the decoded parameters. */
type MatchedHandler = {
  readonly handler: EventHandler
  readonly parameters: readonly EventParameter[]
}

/** Whether a data source looks at a block at all. */
export function isActiveAt(dataSource: DataSource, blockNumber: number): boolean {
  return (
    blockNumber >= dataSource.startBlock && blockNumber <= (dataSource.endBlock ?? Number.POSITIVE_INFINITY)
  )
}

/**
 * The handler of a data source for a log: address, block range and topics must fit and the ABI must decode it.
 * Several that fit are an error, as in graph-node.
 */
export function matchLog(dataSource: DataSource, log: Log): MatchedHandler | undefined {
  const topic0 = log.topics[0]
  if (topic0 === undefined || !isActiveAt(dataSource, log.blockNumber)) return undefined
  if (dataSource.address !== undefined && dataSource.address !== log.address) return undefined
  let match: MatchedHandler | undefined
  for (const handler of dataSource.eventHandlers) {
    if (handler.topic0 !== topic0 || !acceptsTopics(handler, log)) continue
    const parameters = handler.decoder.decode(log.topics, log.data)
    if (parameters === undefined) continue
    if (match !== undefined) {
      throw new IndexerError(
        'handler-failed',
        `Data source ${dataSource.name} has more than one handler for the event \`${handler.event}\`; leave one of ` +
          `${match.handler.handler} and ${handler.handler}.`,
        { details: { dataSource: dataSource.name, block: { number: log.blockNumber, hash: log.blockHash } } },
      )
    }
    match = { handler, parameters }
  }
  return match
}

function acceptsTopics(handler: EventHandler, log: Log): boolean {
  return handler.topics.every((accepted, i) => {
    if (accepted === undefined) return true
    const topic = log.topics[i + 1]
    return topic !== undefined && accepted.has(topic)
  })
}
