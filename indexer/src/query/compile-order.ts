import type { EntityModel, FieldModel } from '../schema/schema-model.ts'
import { QueryError } from './query-error.ts'
import type { RowScope, SqlContext } from './sql-context.ts'
import { linkCondition, targetOf } from './sql-context.ts'

/** How a list is ordered. */
export type Ordering = {
  readonly orderBy: string | undefined
  readonly direction: string | undefined
  /** Whether the list is that of a field of an entity. */
  readonly isNested: boolean
}

/**
 * SQL of ORDER BY: the asked field, then the id in the same direction. A direction without a field is ignored. Nulls
 * count as the largest value, as in PostgreSQL.
 */
export function compileOrder(
  context: SqlContext,
  entity: EntityModel,
  row: RowScope,
  { orderBy, direction, isNested }: Ordering,
): string {
  if (orderBy === undefined) return row.id()
  const isDescending = direction === 'desc'
  const suffix = isDescending ? ' DESC' : ''
  const byId = `${row.id()}${suffix}`
  if (orderBy === 'id') return byId
  const { key, isNullable } = compileKey(context, entity, row, orderBy, isNested)
  const nulls = isNullable ? (isDescending ? ' NULLS FIRST' : ' NULLS LAST') : ''
  return `${key}${suffix}${nulls}, ${byId}`
}

function compileKey(
  context: SqlContext,
  entity: EntityModel,
  row: RowScope,
  orderBy: string,
  isNested: boolean,
): { key: string; isNullable: boolean } {
  const field = entity.fields.get(orderBy)
  if (field !== undefined) {
    if (field.isList || field.derivedFrom !== undefined) {
      throw new QueryError(`Ordering by \`${orderBy}\` is not supported for type \`${entity.name}\``)
    }
    checkSortable(context, entity, field)
    return { key: row.column(field), isNullable: !field.isRequired }
  }
  const split = orderBy.indexOf('__')
  const reference = entity.fields.get(orderBy.slice(0, split)) as FieldModel
  const target = targetOf(context.api.model, reference)
  const sortField = target.fields.get(orderBy.slice(split + 2)) as FieldModel
  checkSortable(context, target, sortField)
  if (isNested) {
    context.onTrap(
      'Failed to get entities from store: SortKey::ChildKey cannot be used for parent ordering (yet)',
    )
  }
  const child = context.newRow()
  const link = linkCondition(context.api.model, entity, reference, row, child)
  const column = child.column(sortField)
  const key = `(SELECT ${column} FROM ${context.sourceOf(target)} AS ${child.alias} WHERE ${link} ORDER BY ${child.id()} LIMIT 1)`
  return { key, isNullable: true }
}

/** graph-node orders neither by enums nor by references. */
function checkSortable(context: SqlContext, entity: EntityModel, field: FieldModel): void {
  if (field.kind !== 'enum' && field.kind !== 'reference') return
  context.onTrap(`Ordering by \`${field.name}\` is not supported for type \`${entity.name}\``)
}
