export { type IndexedGrant, listGrants } from './list-grants.ts'
export { type IndexClient, queryIndex } from './query-index.ts'
export { readStatement, type Statement, type StatementLine } from './read-statement.ts'
export { waitForIndex } from './wait-for-index.ts'
