import type { BlockPointer } from './chain/chain-types.ts'
import { IndexerError } from './errors.ts'
import { findBuildTraps } from './manifest/find-traps.ts'
import { loadBuild } from './manifest/load-build.ts'
import type { IndexerOptions } from './runtime/indexer-options.ts'
import { IndexerRuntime } from './runtime/indexer-runtime.ts'

/** A running indexer. */
export type Indexer = {
  /** GraphQL endpoint. */
  readonly url: string
  /** The last indexed block. */
  head(): BlockPointer | undefined
  /** Resolves when the block is durable and queryable; rejects when a mapping failed or the indexer closed. */
  waitForBlock(blockNumber: number, options?: { signal?: AbortSignal }): Promise<BlockPointer>
  /** Stops after the current block. */
  close(): Promise<void>
}

/**
 * Indexes a chain with a subgraph and serves the result over GraphQL, until it is closed. Resolves when queries
 * are answered; a node that is down at first is waited for, with a notice each time.
 *
 * @throws IndexerError `build-invalid` or `unsupported` for a build that cannot run here, or that graph-node refuses when
 * `compatibility` is `strict`.
 *
 * @example
 * ```ts
 * import { startIndexer } from '@space/indexer'
 *
 * const indexer = await startIndexer({
 *   buildDir: 'subgraph/build', rpcUrl: 'http://127.0.0.1:8545', dbPath: 'index.sqlite', name: 'space',
 * })
 * await indexer.waitForBlock(10)
 * await indexer.close()
 * ```
 */
export async function startIndexer(options: IndexerOptions): Promise<Indexer> {
  if (!URL.canParse(options.rpcUrl))
    throw new IndexerError('option-invalid', 'rpcUrl must be the URL of a node.')
  const build = loadBuild(options.buildDir)
  const { compatibility = 'lenient' } = options
  const traps = findBuildTraps(build)
  if (traps.length > 0 && compatibility === 'strict') {
    throw new IndexerError('unsupported', `graph-node refuses this build: ${traps.join('; ')}.`)
  }
  if (compatibility === 'portable') {
    for (const trap of traps) {
      options.onNotice?.({ type: 'warning', message: `graph-node refuses this build: ${trap}` })
    }
  }
  const runtime = new IndexerRuntime(options, build)
  const url = await runtime.start()
  return {
    url,
    head: () => runtime.head(),
    waitForBlock: (blockNumber, wait = {}) => runtime.waitForBlock(blockNumber, wait.signal),
    close: () => runtime.close(),
  }
}
