import type { EntityModel, FieldModel } from '../schema/schema-model.ts'
import { QueryError } from './query-error.ts'
import type { RowScope, SqlContext } from './sql-context.ts'
import { linkCondition, targetOf } from './sql-context.ts'

/**
 * SQL of ORDER BY: the asked field, then the id in the same direction. Nulls count as the largest value, as in
 * PostgreSQL.
 */
export function compileOrder(
  context: SqlContext,
  entity: EntityModel,
  row: RowScope,
  orderBy: string | undefined,
  direction: string | undefined,
): string {
  const isDescending = direction === 'desc'
  const suffix = isDescending ? ' DESC' : ''
  const byId = `${row.id()}${suffix}`
  if (orderBy === undefined || orderBy === 'id') return byId
  const { key, isNullable } = compileKey(context, entity, row, orderBy)
  const nulls = isNullable ? (isDescending ? ' NULLS FIRST' : ' NULLS LAST') : ''
  return `${key}${suffix}${nulls}, ${byId}`
}

function compileKey(
  context: SqlContext,
  entity: EntityModel,
  row: RowScope,
  orderBy: string,
): { key: string; isNullable: boolean } {
  const field = entity.fields.get(orderBy)
  if (field !== undefined) {
    if (field.isList || field.derivedFrom !== undefined) {
      throw new QueryError(`Ordering by \`${orderBy}\` is not supported for type \`${entity.name}\``)
    }
    return { key: row.column(field), isNullable: !field.isRequired }
  }
  const split = orderBy.indexOf('__')
  const reference = entity.fields.get(orderBy.slice(0, split)) as FieldModel
  const target = targetOf(context.api.model, reference)
  const child = context.newRow()
  const link = linkCondition(context.api.model, entity, reference, row, child)
  const column = child.column(target.fields.get(orderBy.slice(split + 2)) as FieldModel)
  const key = `(SELECT ${column} FROM ${context.sourceOf(target)} AS ${child.alias} WHERE ${link} ORDER BY ${child.id()} LIMIT 1)`
  return { key, isNullable: true }
}
