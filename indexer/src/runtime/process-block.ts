import type { Block, BlockWithLogs, Log } from '../chain/chain-types.ts'
import { errorText, IndexerError, MappingError } from '../errors.ts'
import { hexToBytes } from '../hex.ts'
import type { LoadedDataSource, SubgraphBuild } from '../manifest/load-build.ts'
import type { BlockHandler } from '../manifest/manifest-types.ts'
import type { EntityChange } from '../store/store.ts'
import { dueBlockHandlers } from '../triggers/block-needs.ts'
import { matchLog } from '../triggers/match-log.ts'
import { writeBlock, writeEvent } from '../wasm/event-object.ts'
import type { Heap } from '../wasm/heap.ts'
import type { HostContext, LogLevel } from '../wasm/host-context.ts'
import type { EntityCache } from './entity-cache.ts'

/** A message that a mapping logged. */
export type MappingLog = { readonly level: LogLevel; readonly message: string; readonly dataSource: string }

/** A handler's call, for errors. */
type Trigger = {
  readonly dataSource: LoadedDataSource
  readonly handler: string
  readonly block: Block
  readonly log?: Log
}

const NO_ADDRESS = new Uint8Array(20)

/**
 * Runs the handlers of a block in graph-node's order: block handlers that run once, then logs by index, each for
 * the data sources in their order, then the other block handlers. Returns the block's net changes; a handler that
 * fails throws `handler-failed` and none of the block's changes count.
 */
export function processBlock(
  build: SubgraphBuild,
  cache: EntityCache,
  { block, logs, transactions, receipts }: BlockWithLogs,
  onLog: (log: MappingLog) => void,
): EntityChange[] {
  cache.beginBlock(block.number)
  const run = (trigger: Trigger, write: (heap: Heap) => number) => {
    const { dataSource, handler } = trigger
    const context: HostContext = {
      entities: cache.forHandler(dataSource),
      address: dataSource.address === undefined ? NO_ADDRESS : hexToBytes(dataSource.address),
      network: dataSource.network,
      log: (level, message) => onLog({ level, message, dataSource: dataSource.name }),
    }
    try {
      dataSource.module.run(handler, write, context)
    } catch (error) {
      throw describeFailure(error, trigger)
    }
    cache.endHandler()
  }
  const runBlockHandlers = (kind: BlockHandler['filter']['kind']) => {
    for (const dataSource of build.dataSources) {
      for (const { handler, filter } of dueBlockHandlers(dataSource, block.number)) {
        if (filter.kind === kind) run({ dataSource, handler, block }, (heap) => writeBlock(heap, block))
      }
    }
  }

  runBlockHandlers('once')
  for (const log of logs) {
    for (const dataSource of build.dataSources) {
      const match = matchLog(dataSource, log)
      if (match === undefined) continue
      const { handler, parameters } = match
      const transaction = transactions.get(log.transactionHash)
      if (transaction === undefined) {
        throw new IndexerError('chain-inconsistent', `The node has no transaction ${log.transactionHash}.`)
      }
      const receipt = handler.needsReceipt ? receipts.get(log.transactionHash) : undefined
      if (handler.needsReceipt && receipt === undefined) {
        throw new IndexerError('chain-inconsistent', `The node has no receipt of ${log.transactionHash}.`)
      }
      run({ dataSource, handler: handler.handler, block, log }, (heap) =>
        writeEvent(heap, { block, transaction, log, parameters, receipt }),
      )
    }
  }
  runBlockHandlers('polling')
  return cache.endBlock()
}

/** What a mapping did wrong becomes a typed failure; anything else is ours and passes through. */
function describeFailure(error: unknown, { dataSource, handler, block, log }: Trigger): unknown {
  const isMappings =
    error instanceof MappingError || error instanceof WebAssembly.RuntimeError || error instanceof RangeError
  if (!isMappings) return error
  const functions = wasmFunctions(error)
  const place = error instanceof MappingError && error.place !== undefined ? error.place : functions[0]
  const where = log === undefined ? '' : `, transaction ${log.transactionHash}, log ${log.logIndex}`
  return new IndexerError(
    'handler-failed',
    `Handler ${handler} of data source ${dataSource.name} failed in block ${block.number}${where}: ` +
      `${errorText(error)}${place === undefined ? '' : ` (at ${place})`}`,
    {
      cause: error,
      details: {
        handler,
        dataSource: dataSource.name,
        block: { number: block.number, hash: block.hash },
        ...(log === undefined ? {} : { transaction: log.transactionHash, logIndex: log.logIndex }),
        ...(place === undefined ? {} : { place }),
        functions,
      },
    },
  )
}

/** Names of the mapping's functions on the stack, innermost first, from the module's name section. */
function wasmFunctions(error: Error): string[] {
  const frames = error.stack?.matchAll(/at (\S+) \(wasm:/g) ?? []
  return [...frames].map((frame) => frame[1] as string)
}
