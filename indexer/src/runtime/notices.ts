import type { MappingLog } from './process-block.ts'

/** What an indexer reports while it runs; each is one line of the command's output. */
export type IndexerNotice =
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
