import type { EntityModel, FieldModel, SchemaModel } from '../schema/schema-model.ts'
import type { SqlValue } from '../store/column-codec.ts'
import { columnName, FROM_COLUMN, latestTable, pastTable, TO_COLUMN } from '../store/table-names.ts'
import type { ApiSchema } from './api-schema.ts'
import type { SelectionScope } from './collect-fields.ts'
import type { OnTrap } from './input-value.ts'
import { QueryError } from './query-error.ts'

const MAX_PARAMETERS = 30_000
/** Fragments that spread fragments multiply; this bounds what a short query may grow to. */
const MAX_ROWS = 2_000

/** Name of the SQL function that raises a {@link QueryError}: message, line, column. */
export const FAIL_FUNCTION = '"$fail"'
/** Name of the SQL function that is true until the query's time is up, and then raises. */
export const IN_TIME_FUNCTION = '"$in_time"'
/** Name of the SQL function of LIKE: pattern, text, 1 to ignore the case of ASCII letters. */
export const LIKE_FUNCTION = '"$like"'

/** What the compilation of one SQL statement shares. */
export class SqlContext {
  readonly api: ApiSchema
  readonly scope: SelectionScope
  readonly onTrap: OnTrap
  readonly parameters: SqlValue[] = []
  readonly #refusals: { readonly stage: 'store' | 'sql'; readonly message: string }[] = []
  readonly #block: number | undefined
  #aliasCount = 0

  /** @param block Height to read at; undefined reads the latest versions. */
  constructor(api: ApiSchema, scope: SelectionScope, onTrap: OnTrap, block: number | undefined) {
    this.api = api
    this.scope = scope
    this.onTrap = onTrap
    this.#block = block
  }

  /** Adds a parameter and gives its place holder. */
  bind(value: SqlValue): string {
    if (this.parameters.length >= MAX_PARAMETERS) {
      throw new QueryError(`the query holds more than ${MAX_PARAMETERS} values; ask in smaller parts`)
    }
    this.parameters.push(value)
    return `?${this.parameters.length}`
  }

  /** Notes an error that graph-node raises in its store or in PostgreSQL; gives SQL to go on with. */
  refuse(stage: 'store' | 'sql', message: string): string {
    this.#refusals.push({ stage, message })
    return 'FALSE'
  }

  /** Raises the first noted error; those of the store come before those of PostgreSQL. */
  throwRefusals(): void {
    const first = this.#refusals.find(({ stage }) => stage === 'store') ?? this.#refusals[0]
    if (first !== undefined) throw new QueryError(first.message)
  }

  newRow(): RowScope {
    this.#aliasCount += 1
    if (this.#aliasCount > MAX_ROWS) {
      throw new QueryError(
        `the query leads through more than ${MAX_ROWS / 2} relations; ask in smaller parts`,
      )
    }
    return new RowScope(`r${this.#aliasCount}`)
  }

  /** Table expression of an entity type's versions at the block. */
  sourceOf(entity: EntityModel): string {
    if (this.#block === undefined) return latestTable(entity)
    const columns = [FROM_COLUMN, ...entity.storedFields.map(columnName)].join(', ')
    const latest = `SELECT ${columns} FROM ${latestTable(entity)} WHERE ${FROM_COLUMN} <= ${this.#block}`
    if (entity.isImmutable) return `(${latest})`
    const past = `SELECT ${columns} FROM ${pastTable(entity)} WHERE ${FROM_COLUMN} <= ${this.#block} AND ${TO_COLUMN} > ${this.#block}`
    return `(${latest} UNION ALL ${past})`
  }
}

/** A row in scope; it remembers which of its columns were used. */
export class RowScope {
  readonly alias: string
  readonly used = new Set<string>(['"id"'])

  constructor(alias: string) {
    this.alias = alias
  }

  column(field: FieldModel): string {
    const name = columnName(field)
    this.used.add(name)
    return `${this.alias}.${name}`
  }

  id(): string {
    return `${this.alias}."id"`
  }
}

/** Text as an SQL literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Entity type that a reference field leads to. */
export function targetOf(model: SchemaModel, field: FieldModel): EntityModel {
  const target = model.entities.get(field.typeName)
  if (target === undefined) throw new TypeError(`${field.name} is no reference`)
  return target
}

/** SQL condition that `child` is one of the entities that `field` of `parent` leads to. */
export function linkCondition(
  model: SchemaModel,
  parentEntity: EntityModel,
  field: FieldModel,
  parent: RowScope,
  child: RowScope,
): string {
  const target = targetOf(model, field)
  if (field.derivedFrom === undefined) {
    const reference = parent.column(field)
    return field.isList
      ? `${child.id()} IN (SELECT ${elementAsId(target)} FROM json_each(${reference}))`
      : `${child.id()} = ${reference}`
  }
  const source = target.fields.get(field.derivedFrom) as FieldModel
  const reference = child.column(source)
  return source.isList
    ? `EXISTS (SELECT 1 FROM json_each(${reference}) WHERE value = ${idAsElement(parentEntity, parent)})`
    : `${reference} = ${parent.id()}`
}

function elementAsId({ idKind }: EntityModel): string {
  if (idKind === 'Bytes') return 'unhex(substr(value, 3))'
  return idKind === 'Int8' ? 'CAST(value AS INTEGER)' : 'value'
}

function idAsElement({ idKind }: EntityModel, row: RowScope): string {
  if (idKind === 'Bytes') return `'0x' || lower(hex(${row.id()}))`
  return idKind === 'Int8' ? `CAST(${row.id()} AS TEXT)` : row.id()
}
