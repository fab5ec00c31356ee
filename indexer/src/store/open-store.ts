import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { BlockPointer } from '../chain/chain-types.ts'
import type { SchemaModel } from '../schema/schema-model.ts'
import { EntityTable } from './entity-table.ts'
import { LatestCache } from './latest-cache.ts'
import { type IndexFile, openIndexFile } from './open-index-file.ts'
import { isSameEntity } from './same-entity.ts'
import {
  type EntityChange,
  type EntityData,
  type EntityId,
  type Store,
  type StoredFailure,
  StoreError,
} from './store.ts'
import { BLOCKS_TABLE, META_TABLE } from './table-names.ts'

const DEFAULT_CACHE_BYTES = 64 * 1024 * 1024

/** Where and for what an index is opened. */
export type StoreOptions = {
  /** SQLite file; made with its folder where missing. */
  readonly path: string
  readonly schema: SchemaModel
  /** Names the build and the chain; an index of another identity is left alone and a file beside it is used. */
  readonly identity: string
  /** Bound on the memory for latest entities; 64 MiB by default. */
  readonly cacheBytes?: number
}

/**
 * Opens the versioned entity store of one subgraph in an SQLite file (WAL, one writer, any number of readers).
 * Every commit and every revert is one transaction that holds entity versions and head together.
 *
 * @throws StoreError if the file cannot be used.
 */
export function openStore({ path, schema, identity, cacheBytes = DEFAULT_CACHE_BYTES }: StoreOptions): Store {
  const file = openIndexFile(path, schema, identity)
  return new SqliteStore(file, schema, cacheBytes)
}

class SqliteStore implements Store {
  readonly path: string
  readonly #database: DatabaseSync
  readonly #release: () => void
  readonly #tables: ReadonlyMap<string, EntityTable>
  readonly #cache: LatestCache
  readonly #insertBlock: StatementSync
  #head: BlockPointer | undefined

  constructor({ path, database, release }: IndexFile, schema: SchemaModel, cacheBytes: number) {
    this.path = path
    this.#database = database
    this.#release = release
    this.#tables = new Map(
      [...schema.entities.values()].map((entity) => [entity.name, new EntityTable(database, entity)]),
    )
    this.#cache = new LatestCache(cacheBytes)
    this.#insertBlock = database.prepare(`INSERT INTO ${BLOCKS_TABLE} VALUES (?, ?, ?, ?)`)
    this.#head = this.#readHead()
  }

  head(): BlockPointer | undefined {
    return this.#head
  }

  blockHash(number: number): string | undefined {
    const row = this.#database.prepare(`SELECT hash FROM ${BLOCKS_TABLE} WHERE number = ?`).get(number)
    return row === undefined ? undefined : String(row.hash)
  }

  get(type: string, id: EntityId): EntityData | undefined {
    const cached = this.#cache.get(type, id)
    if (cached !== undefined) return cached ?? undefined
    const data = this.#table(type).get(id)
    this.#cache.set(type, id, data ?? null)
    return data
  }

  loadRelated(type: string, id: EntityId, field: string): EntityData[] {
    const derived = this.#table(type).entity.fields.get(field)
    if (derived?.derivedFrom === undefined) {
      throw new StoreError(`${type}.${field} is no derived field; only those lead to related entities`)
    }
    const target = this.#table(derived.typeName)
    const source = target.entity.fields.get(derived.derivedFrom)
    return source === undefined ? [] : target.findReferring(source, id)
  }

  commitBlock(block: BlockPointer, changes: readonly EntityChange[]): void {
    this.commitBlocks([{ block, changes }])
  }

  commitBlocks(list: readonly { block: BlockPointer; changes: readonly EntityChange[] }[]): void {
    this.#transact(() => {
      for (const { block, changes } of list) {
        this.#advance(block)
        for (const change of lastOfEach(changes)) this.#apply(block.number, change)
      }
    })
  }

  revertTo(number: number): void {
    this.#transact(() => {
      for (const table of this.#tables.values()) table.revertTo(number)
      this.#database.prepare(`DELETE FROM ${BLOCKS_TABLE} WHERE number > ?`).run(number)
      this.#database.prepare(`DELETE FROM ${META_TABLE} WHERE key = 'failed'`).run()
      this.#cache.clear()
      this.#head = this.#readHead()
    })
  }

  setFailed(error: StoredFailure, block?: BlockPointer): void {
    this.#transact(() => {
      if (block !== undefined) this.#advance(block)
      const sql = `INSERT OR REPLACE INTO ${META_TABLE} VALUES ('failed', ?)`
      this.#database.prepare(sql).run(JSON.stringify(error))
    })
  }

  failed(): StoredFailure | undefined {
    const row = this.#database.prepare(`SELECT value FROM ${META_TABLE} WHERE key = 'failed'`).get()
    return row === undefined ? undefined : JSON.parse(String(row.value))
  }

  close(): void {
    this.#database.close()
    this.#release()
  }

  #table(type: string): EntityTable {
    const table = this.#tables.get(type)
    if (table === undefined) throw new StoreError(`the schema has no entity type ${type}`)
    return table
  }

  #advance(block: BlockPointer): void {
    if (this.#head !== undefined && block.number <= this.#head.number) {
      throw new StoreError(
        `block ${block.number} does not follow the head ${this.#head.number}; revert first`,
      )
    }
    this.#insertBlock.run(block.number, block.hash, block.parentHash, block.timestamp)
    this.#head = block
  }

  #apply(block: number, { type, id, data }: EntityChange): void {
    const table = this.#table(type)
    const previous = this.get(type, id)
    if (data === null) {
      if (previous !== undefined) table.remove(block, id)
      this.#cache.set(type, id, null)
      return
    }
    if (previous === undefined) table.insert(block, data)
    else if (isSameEntity(previous, data) || table.entity.skipsDuplicates) return
    else table.replace(block, id, data)
    this.#cache.set(type, id, data)
  }

  #readHead(): BlockPointer | undefined {
    const row = this.#database.prepare(`SELECT * FROM ${BLOCKS_TABLE} ORDER BY number DESC LIMIT 1`).get()
    if (row === undefined) return undefined
    return {
      number: Number(row.number),
      hash: String(row.hash),
      parentHash: String(row.parentHash),
      timestamp: Number(row.timestamp),
    }
  }

  #transact(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (error) {
      // SQLite rolls some failures back by itself, a full disk for one.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      this.#cache.clear()
      this.#head = this.#readHead()
      throw error
    }
  }
}

/** One change per entity: the last, which holds the complete state. */
function lastOfEach(changes: readonly EntityChange[]): Iterable<EntityChange> {
  const last = new Map(changes.map((change) => [`${change.type}:${change.id}`, change]))
  return last.size === changes.length ? changes : last.values()
}
