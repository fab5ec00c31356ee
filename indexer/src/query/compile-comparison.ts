import type { FieldModel } from '../schema/schema-model.ts'
import { encodeListElement } from '../store/column-codec.ts'
import type { FilterOperator } from './filter-keys.ts'
import { readFilterValue, toSqlValue } from './filter-values.ts'
import { QueryError } from './query-error.ts'
import type { SqlContext } from './sql-context.ts'

const COMPARISONS: Readonly<Record<string, string>> = { gt: '>', lt: '<', gte: '>=', lte: '<=' }

/**
 * SQL condition of one filter on a stored field. As in PostgreSQL, a null field satisfies no filter, negated ones
 * included, but the explicit `null` and `_not: null`.
 *
 * @throws QueryError if the operator does not fit the value.
 */
export function compileComparison(
  context: SqlContext,
  field: FieldModel,
  operator: FilterOperator,
  input: unknown,
  column: string,
): string {
  if (operator === 'in' || operator === 'not_in')
    return compileMembership(context, field, operator, input, column)
  if (input === null) {
    if (operator === '') return `${column} IS NULL`
    if (operator === 'not') return `${column} IS NOT NULL`
    throw unsupported('null', operator)
  }
  if (field.isList) return compileListFilter(context, field, operator, input as unknown[], column)
  const bind = () => context.bind(toSqlValue(field.valueKind, readFilterValue(field.valueKind, input)))
  if (operator === '') return `${column} = ${bind()}`
  if (operator === 'not') return `${column} <> ${bind()}`
  const comparison = COMPARISONS[operator]
  if (comparison !== undefined) return `${column} ${comparison} ${bind()}`
  if (field.valueKind === 'Bytes' && !/^(not_)?contains$/.test(operator))
    throw unsupported(String(input), operator)
  return compileTextFilter(operator, column, bind())
}

function compileMembership(
  context: SqlContext,
  field: FieldModel,
  operator: 'in' | 'not_in',
  input: unknown,
  column: string,
): string {
  if (!Array.isArray(input)) throw new QueryError(`Non-list value passed to \`_${operator}\` filter`)
  if (input.length === 0) return operator === 'in' ? 'FALSE' : 'TRUE'
  const marks = input.map((element) =>
    context.bind(toSqlValue(field.valueKind, readFilterValue(field.valueKind, element))),
  )
  return `${column} ${operator === 'in' ? 'IN' : 'NOT IN'} (${marks.join(', ')})`
}

/** `_nocase` folds ASCII only: SQLite's lower() and PostgreSQL's ilike in the C locale agree on that. */
function compileTextFilter(operator: FilterOperator, column: string, mark: string): string {
  const isNegated = operator.startsWith('not_')
  const fold = operator.endsWith('_nocase') ? (text: string) => `lower(${text})` : (text: string) => text
  const kind = operator.replace(/^not_/, '').replace(/_nocase$/, '')
  const [text, part] = [fold(column), fold(mark)]
  const condition =
    kind === 'contains'
      ? `instr(${text}, ${part}) > 0`
      : kind === 'starts_with'
        ? `substr(${text}, 1, length(${part})) = ${part}`
        : `substr(${text}, length(${text}) - length(${part}) + 1) = ${part}`
  return isNegated ? `NOT (${condition})` : condition
}

function compileListFilter(
  context: SqlContext,
  field: FieldModel,
  operator: FilterOperator,
  input: unknown[],
  column: string,
): string {
  const elements = input.map((element) =>
    encodeListElement(field.valueKind, readFilterValue(field.valueKind, element), field.name),
  )
  const mark = context.bind(JSON.stringify(elements))
  if (operator === '') return `${column} = ${mark}`
  if (operator === 'not') return `${column} <> ${mark}`
  const value = operator.endsWith('_nocase') ? 'lower(value)' : 'value'
  const stored = `SELECT ${value} FROM json_each(${column})`
  const isAnyMissing = `EXISTS (SELECT 1 FROM json_each(${mark}) WHERE ${value} NOT IN (${stored}))`
  return `(${column} IS NOT NULL AND ${operator.startsWith('not_') ? '' : 'NOT '}${isAnyMissing})`
}

function unsupported(value: string, operator: FilterOperator): QueryError {
  return new QueryError(`Filter not supported by value \`${value}\`: \`${operator}\``)
}
