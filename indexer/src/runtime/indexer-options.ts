import type { Compatibility } from '../query/plan-request.ts'
import type { MappingLog } from './process-block.ts'

/** How an indexer is started. */
export type IndexerOptions = {
  /** Output folder of `graph build`. */
  readonly buildDir: string
  /** JSON-RPC endpoint of an Ethereum node. */
  readonly rpcUrl: string
  /** File of the index; made when it is not there. */
  readonly dbPath: string
  /** Name in the query URL, `/subgraphs/name/<name>`. */
  readonly name: string
  readonly host?: string
  /** 0 takes a free port. */
  readonly port?: number
  /** Block to begin with instead of the lowest startBlock of the manifest. */
  readonly startBlock?: number
  /**
   * What is done with a build or a query that graph-node would refuse: nothing is said (`lenient`, the default), a
   * warning is given (`portable`), or it is refused (`strict`).
   */
  readonly compatibility?: Compatibility
  /** Time between two looks at the tip: 30 for a node on this machine, 1,000 otherwise, unless given. */
  readonly pollMs?: number
  readonly onNotice?: NoticeListener
  readonly signal?: AbortSignal
}

/** What an indexer reports while it runs; each is one line of the command's output. */
export type IndexerNotice =
  /** The build or the chain holds something that deserves a look; indexing goes on. */
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'listening'; readonly url: string }
  /** Another build or another chain than the file holds: indexing starts anew in a file beside it. */
  | { readonly type: 'fresh-index'; readonly reason: string; readonly path: string }
  /** Everything up to `head` is durable. */
  | { readonly type: 'progress'; readonly head: number; readonly latest: number; readonly events: number }
  | { readonly type: 'reverted'; readonly from: number; readonly to: number }
  | { readonly type: 'failed'; readonly message: string; readonly details: Readonly<Record<string, unknown>> }
  /** The block that failed is no longer part of the chain. */
  | { readonly type: 'recovered' }
  | {
      readonly type: 'retrying'
      readonly message: string
      readonly attempt: number
      readonly retryInMs: number
    }
  | { readonly type: 'resumed' }
  | ({ readonly type: 'log' } & MappingLog)

/** Takes notices; it must not throw. */
export type NoticeListener = (notice: IndexerNotice) => void
