import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { EntityModel, FieldModel } from '../schema/schema-model.ts'
import { decodeColumn, encodeColumn, idToColumn, type SqlValue } from './column-codec.ts'
import { type EntityData, type EntityId, StoreError } from './store.ts'
import { columnName, FROM_COLUMN, latestTable, pastTable, TO_COLUMN } from './table-names.ts'

/**
 * Versions of one entity type. The latest ones are in a table of their own, so that questions about the head
 * never step over history; a version that ends moves to the table of past versions with its block range
 * [from, to). Immutable types have no past.
 */
export class EntityTable {
  readonly entity: EntityModel
  readonly #database: DatabaseSync
  readonly #columnIndex: ReadonlyMap<string, number>
  readonly #get: StatementSync
  readonly #insert: StatementSync
  readonly #update: StatementSync
  readonly #remove: StatementSync
  readonly #retire: StatementSync | undefined
  readonly #related = new Map<string, StatementSync>()

  constructor(database: DatabaseSync, entity: EntityModel) {
    this.#database = database
    this.entity = entity
    this.#columnIndex = new Map(entity.storedFields.map((field, index) => [field.name, index]))
    const latest = latestTable(entity)
    const columns = entity.storedFields.map(columnName)
    const all = [FROM_COLUMN, ...columns].join(', ')
    const marks = columns.map(() => '?').join(', ')
    const assignments = [FROM_COLUMN, ...columns].map((column) => `${column} = ?`).join(', ')
    this.#get = readingStatement(database, `SELECT ${columns.join(', ')} FROM ${latest} WHERE "id" = ?`)
    this.#insert = database.prepare(`INSERT INTO ${latest} (${all}) VALUES (?, ${marks})`)
    this.#update = database.prepare(`UPDATE ${latest} SET ${assignments} WHERE "id" = ?`)
    this.#remove = database.prepare(`DELETE FROM ${latest} WHERE "id" = ?`)
    this.#retire = entity.isImmutable
      ? undefined
      : database.prepare(
          `INSERT INTO ${pastTable(entity)} (${TO_COLUMN}, ${all}) SELECT ?, ${all} FROM ${latest} WHERE "id" = ?`,
        )
  }

  get(id: EntityId): EntityData | undefined {
    const row = this.#get.get(idToColumn(this.entity.idKind, id))
    return row === undefined ? undefined : this.#decodeRow(row as unknown as SqlValue[])
  }

  /** Latest entities whose reference `field` (single or list) names `id`, by ascending id. */
  findReferring(field: FieldModel, id: EntityId): EntityData[] {
    let statement = this.#related.get(field.name)
    if (statement === undefined) {
      const column = columnName(field)
      const condition = field.isList
        ? `EXISTS (SELECT 1 FROM json_each(${column}) WHERE value = ?)`
        : `${column} = ?`
      const columns = this.entity.storedFields.map(columnName).join(', ')
      const sql = `SELECT ${columns} FROM ${latestTable(this.entity)} WHERE ${condition} ORDER BY "id"`
      statement = readingStatement(this.#database, sql)
      this.#related.set(field.name, statement)
    }
    const rows = statement.all(field.isList ? id : idToColumn(field.valueKind, id))
    return rows.map((row) => this.#decodeRow(row as unknown as SqlValue[]))
  }

  insert(block: number, data: EntityData): void {
    this.#insert.run(block, ...this.#encodeRow(data))
  }

  /** Ends the latest version at `block` and puts `data` in its place. */
  replace(block: number, id: EntityId, data: EntityData): void {
    const key = this.#retireLatest(block, id)
    this.#update.run(block, ...this.#encodeRow(data), key)
  }

  /** Ends the latest version at `block`. */
  remove(block: number, id: EntityId): void {
    this.#remove.run(this.#retireLatest(block, id))
  }

  /** Undoes every version that began, and every end that came, after `block`. */
  revertTo(block: number): void {
    const latest = latestTable(this.entity)
    this.#database.prepare(`DELETE FROM ${latest} WHERE ${FROM_COLUMN} > ?`).run(block)
    if (this.entity.isImmutable) return
    const past = pastTable(this.entity)
    const all = [FROM_COLUMN, ...this.entity.storedFields.map(columnName)].join(', ')
    const reopen = `INSERT INTO ${latest} (${all}) SELECT ${all} FROM ${past} WHERE ${TO_COLUMN} > ? AND ${FROM_COLUMN} <= ?`
    this.#database.prepare(reopen).run(block, block)
    this.#database.prepare(`DELETE FROM ${past} WHERE ${TO_COLUMN} > ?`).run(block)
  }

  #retireLatest(block: number, id: EntityId): SqlValue {
    if (this.#retire === undefined) {
      throw new StoreError(`${this.entity.name} ${id} is immutable: it can be neither changed nor removed`)
    }
    const key = idToColumn(this.entity.idKind, id)
    this.#retire.run(block, key)
    return key
  }

  #encodeRow(data: EntityData): SqlValue[] {
    const { storedFields, name } = this.entity
    const row: SqlValue[] = new Array(storedFields.length).fill(null)
    for (const [fieldName, value] of data) {
      const index = this.#columnIndex.get(fieldName)
      if (index === undefined) throw new StoreError(`type ${name} stores no field \`${fieldName}\``)
      row[index] = encodeColumn(storedFields[index] as FieldModel, value)
    }
    return row
  }

  #decodeRow(row: SqlValue[]): EntityData {
    const data: EntityData = new Map()
    for (const [index, field] of this.entity.storedFields.entries()) {
      const value = row[index]
      if (value !== null && value !== undefined) data.set(field.name, decodeColumn(field, value))
    }
    return data
  }
}

function readingStatement(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql)
  statement.setReadBigInts(true)
  statement.setReturnArrays(true)
  return statement
}
