import type { NoticeListener } from './notices.ts'

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
  /** Time between two looks at the tip: 30 for a node on this machine, 1,000 otherwise, unless given. */
  readonly pollMs?: number
  readonly onNotice?: NoticeListener
  readonly signal?: AbortSignal
}
