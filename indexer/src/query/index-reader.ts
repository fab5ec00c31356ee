import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { BlockPointer } from '../chain/chain-types.ts'
import type { SchemaModel } from '../schema/schema-model.ts'
import type { SqlValue } from '../store/column-codec.ts'
import type { StoredFailure } from '../store/store.ts'
import { BLOCKS_TABLE, latestTable, META_TABLE } from '../store/table-names.ts'
import { matchesLike } from './like.ts'
import { QueryError } from './query-error.ts'
import { FAIL_FUNCTION, IN_TIME_FUNCTION, LIKE_FUNCTION } from './sql-context.ts'
import { TextCache } from './text-cache.ts'

const STATEMENT_LIMIT = 500
const BUSY_TIMEOUT_MS = 5_000
/** How many calls pass between two looks at the clock. */
const CLOCK_STRIDE = 16

/** A read-only connection to an index; while one query reads, it sees one block, whatever the writer does. */
export class IndexReader {
  readonly #database: DatabaseSync
  readonly #begin: StatementSync
  readonly #end: StatementSync
  readonly #version: StatementSync
  readonly #statements = new TextCache<StatementSync>(STATEMENT_LIMIT)
  readonly #timeLimitMs: number
  #deadline = Number.POSITIVE_INFINITY
  #ticks = 0

  constructor(path: string, timeLimitMs: number) {
    this.#timeLimitMs = timeLimitMs
    this.#database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
    this.#database.exec('PRAGMA cache_size = -32768; PRAGMA mmap_size = 268435456')
    this.#begin = this.#database.prepare('BEGIN')
    this.#end = this.#database.prepare('ROLLBACK')
    this.#version = this.#database.prepare('PRAGMA data_version')
    this.#database.function(unquote(FAIL_FUNCTION), (message, line, column) => {
      throw new QueryError(String(message), { line: Number(line), column: Number(column) })
    })
    this.#database.function(unquote(LIKE_FUNCTION), { deterministic: true }, (pattern, text, isNocase) =>
      text === null ? null : Number(matchesLike(String(pattern), String(text), isNocase === 1)),
    )
    this.#database.function(unquote(IN_TIME_FUNCTION), () => {
      this.#ticks += 1
      if (this.#ticks % CLOCK_STRIDE === 0 && performance.now() > this.#deadline) {
        throw new QueryError('Query timed out')
      }
      return 1
    })
  }

  /** A number that changes whenever another connection has committed something (SQLite, PRAGMA data_version). */
  dataVersion(): number {
    return Number(this.#version.get()?.data_version)
  }

  /** Runs `read` on one snapshot and within the time limit. */
  inSnapshot<Result>(read: () => Result): Result {
    this.#deadline = performance.now() + this.#timeLimitMs
    this.#begin.run()
    try {
      return read()
    } finally {
      this.#end.run()
    }
  }

  /** The only column of the only row of a statement. */
  readText(sql: string, parameters: readonly SqlValue[]): string | null {
    const row = this.#prepare(sql).get(...parameters)
    return row === undefined ? null : (Object.values(row)[0] as string | null)
  }

  head(): BlockPointer | undefined {
    return this.#readBlock(`SELECT * FROM ${BLOCKS_TABLE} ORDER BY number DESC LIMIT 1`, [])
  }

  findBlockByHash(hash: string): BlockPointer | undefined {
    return this.#readBlock(`SELECT * FROM ${BLOCKS_TABLE} WHERE hash = ?`, [hash])
  }

  /** Why indexing stopped. */
  failure(): StoredFailure | undefined {
    const json = this.readText(`SELECT value FROM ${META_TABLE} WHERE key = 'failed'`, [])
    return json === null ? undefined : JSON.parse(json)
  }

  /** Number of latest entities of each type. */
  countEntities(model: SchemaModel): Record<string, number> {
    return Object.fromEntries(
      [...model.entities.values()].map((entity) => [
        entity.name,
        Number(this.#prepare(`SELECT count(*) AS n FROM ${latestTable(entity)}`).get()?.n),
      ]),
    )
  }

  close(): void {
    this.#database.close()
  }

  #readBlock(sql: string, parameters: readonly SqlValue[]): BlockPointer | undefined {
    const row = this.#prepare(sql).get(...parameters)
    if (row === undefined) return undefined
    return {
      number: Number(row.number),
      hash: String(row.hash),
      parentHash: String(row.parentHash),
      timestamp: Number(row.timestamp),
    }
  }

  #prepare(sql: string): StatementSync {
    return this.#statements.getOrMake(sql, () => this.#database.prepare(sql))
  }
}

function unquote(name: string): string {
  return name.slice(1, -1)
}
