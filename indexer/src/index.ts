/**
 * Runs the unmodified output of `graph build` in Node, with SQLite and GraphQL over HTTP.
 *
 * @packageDocumentation
 */

export type { BlockPointer } from './chain/chain-types.ts'
export { IndexerError, type IndexerErrorCode } from './errors.ts'
export type { Compatibility } from './query/plan-request.ts'
export type { IndexerNotice, IndexerOptions, NoticeListener } from './runtime/indexer-options.ts'
export { type Indexer, startIndexer } from './start-indexer.ts'
