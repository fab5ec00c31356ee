import type { EntityModel, FieldModel } from '../schema/schema-model.ts'

/** Block in which a version began. GraphQL names hold no `$`, so it cannot collide with a field. */
export const FROM_COLUMN = '"$from"'
/** Block in which a version ended; only in the tables of past versions. */
export const TO_COLUMN = '"$to"'
/** Committed blocks: number, hash, parentHash, timestamp. */
export const BLOCKS_TABLE = '"$blocks"'
/** Identity of the index, format of the file, last failure. */
export const META_TABLE = '"$meta"'

/** Table of the latest versions. */
export function latestTable(entity: EntityModel): string {
  return `"${entity.name}"`
}

/** Table of the versions that ended; mutable entities only. */
export function pastTable(entity: EntityModel): string {
  return `"${entity.name}$past"`
}

/** Column of a stored field. */
export function columnName(field: FieldModel): string {
  return `"${field.name}"`
}

/** SQL of the tables and indexes of one entity type. */
export function createTableSql(entity: EntityModel, columnType: (field: FieldModel) => string): string {
  const columns = entity.storedFields
    .map((field) => `${columnName(field)} ${columnType(field)}${field.isRequired ? ' NOT NULL' : ''}`)
    .join(', ')
  const references = entity.storedFields.filter((field) => field.kind === 'reference' && !field.isList)
  const index = (table: string, suffix: string, on: string, unique = '') =>
    `CREATE ${unique}INDEX "${table}$by_${suffix}" ON "${table}" (${on});`
  const indexReferences = (table: string) =>
    references.map((field) => index(table, field.name, `${columnName(field)}, "id"`))
  const past = `${entity.name}$past`
  const lines = [
    `CREATE TABLE ${latestTable(entity)} (${FROM_COLUMN} INTEGER NOT NULL, ${columns}) STRICT;`,
    index(entity.name, 'id', '"id"', 'UNIQUE '),
    index(entity.name, '$from', FROM_COLUMN),
    ...indexReferences(entity.name),
  ]
  if (entity.isImmutable) return lines.join('\n')
  return [
    ...lines,
    `CREATE TABLE ${pastTable(entity)} (${FROM_COLUMN} INTEGER NOT NULL, ${TO_COLUMN} INTEGER NOT NULL, ${columns}) STRICT;`,
    index(past, 'id', '"id"'),
    index(past, '$to', TO_COLUMN),
    ...indexReferences(past),
  ].join('\n')
}
