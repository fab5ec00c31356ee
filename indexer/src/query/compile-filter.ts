import type { EntityModel, FieldModel } from '../schema/schema-model.ts'
import { FROM_COLUMN } from '../store/table-names.ts'
import { compileComparison } from './compile-comparison.ts'
import type { FilterKey } from './filter-keys.ts'
import { QueryError } from './query-error.ts'
import type { RowScope, SqlContext } from './sql-context.ts'
import { linkCondition, targetOf } from './sql-context.ts'

/** SQL of a condition that always holds. */
export const TRUE = 'TRUE'

type FilterInput = Readonly<Record<string, unknown>>

/**
 * SQL condition of a `where` argument on `row`. The keys of one level are joined by AND.
 *
 * @throws QueryError for combinations that graph-node refuses, or whose meaning differs between its releases.
 */
export function compileFilter(
  context: SqlContext,
  entity: EntityModel,
  row: RowScope,
  where: FilterInput,
  isInChild = false,
): string {
  const keys = Object.keys(where)
  checkLevel(context, keys)
  const conditions = keys.map((key) => {
    const value = where[key]
    if (key === 'and' || key === 'or') return compileGroup(context, entity, row, key, value, isInChild)
    if (key === '_change_block') return compileChangeBlock(context, row, value)
    const filter = context.api.filters.get(entity.name)?.get(key)
    if (filter === undefined) throw new QueryError(`Entity \`${entity.name}\` has no attribute \`${key}\``)
    return filter.operator === 'child'
      ? compileChild(context, entity, row, filter, value, isInChild)
      : compileComparison(context, filter.field, filter.operator, value, row.column(filter.field))
  })
  return conditions.length === 0 ? TRUE : `(${conditions.join(' AND ')})`
}

function checkLevel(context: SqlContext, keys: readonly string[]): void {
  const columns = keys.filter((key) => key !== 'or' && key !== 'and')
  if (columns.length === 0) return
  if (keys.includes('and')) context.onTrap('Filter must by an object')
  if (!keys.includes('or')) return
  const names = columns.map((key) => `'${key}'`)
  const branches = columns.map((key) => `{ '${key}', ... }`)
  throw new QueryError(
    "Cannot mix column filters with 'or' operator at the same level. " +
      `Found column filter(s) ${names.join(', ')} alongside 'or' operator.\n\n` +
      `Instead of:\nwhere: { ${names.join(', ')}, or: [...] }\n\n` +
      `Use:\nwhere: { or: [${branches.join(', ')}, ${branches.join(', ')}] }`,
  )
}

function compileGroup(
  context: SqlContext,
  entity: EntityModel,
  row: RowScope,
  operator: 'and' | 'or',
  value: unknown,
  isInChild: boolean,
): string {
  if (!Array.isArray(value) || value.includes(null)) throw new QueryError('Filter must by an object')
  if (value.length === 0) return operator === 'and' ? TRUE : 'FALSE'
  const parts = value.map((item) => compileFilter(context, entity, row, item, isInChild))
  return `(${parts.join(operator === 'and' ? ' AND ' : ' OR ')})`
}

function compileChangeBlock(context: SqlContext, row: RowScope, value: unknown): string {
  const block = (value as { number_gte?: number } | null)?.number_gte
  if (block === undefined) throw new QueryError('Filter must by an object')
  return `${row.alias}.${FROM_COLUMN} >= ${context.bind(block)}`
}

function compileChild(
  context: SqlContext,
  entity: EntityModel,
  row: RowScope,
  { field, key }: FilterKey,
  value: unknown,
  isInChild: boolean,
): string {
  if (value === null)
    throw new QueryError(`Query contains value with invalid type \`${typeOf(field)}\`: \`null\``)
  if (isInChild) {
    throw new QueryError(`Child filter nesting not supported by value \`${field.name}\`: \`${key}\``)
  }
  const target = targetOf(context.api.model, field)
  const child = context.newRow()
  const link = linkCondition(context.api.model, entity, field, row, child)
  const condition = compileFilter(context, target, child, value as FilterInput, true)
  return `EXISTS (SELECT 1 FROM ${context.sourceOf(target)} AS ${child.alias} WHERE ${link} AND ${condition})`
}

function typeOf({ typeName, isList, isRequired }: FieldModel): string {
  return (isList ? `[${typeName}!]` : typeName) + (isRequired ? '!' : '')
}
