import type { FieldModel } from '../schema/schema-model.ts'
import { encodeListElement } from '../store/column-codec.ts'
import type { FilterOperator } from './filter-keys.ts'
import { readFilterValue, toSqlValue } from './filter-values.ts'
import { endsWithEscape, isPlainPattern } from './like.ts'
import { QueryError } from './query-error.ts'
import { LIKE_FUNCTION, type SqlContext } from './sql-context.ts'

const COMPARISONS: Readonly<Record<string, string>> = { gt: '>', lt: '<', gte: '>=', lte: '<=' }

/**
 * SQL condition of one filter on a stored field. As in PostgreSQL, a null field satisfies no filter, negated ones
 * included, but for null itself, `_not: null` and the negated filters of lists without case.
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
  if (operator === '' && input === null) return `${column} IS NULL`
  if (operator === 'not' && input === null) return `${column} IS NOT NULL`
  if (operator === '' || operator === 'not') {
    const sign = operator === '' ? '=' : '<>'
    return `${column} ${sign} ${field.isList ? bindList(context, field, input) : bindValue(context, field, input)}`
  }
  const comparison = COMPARISONS[operator]
  if (comparison !== undefined) {
    if (input === null) return refuse(context, comparison, input)
    return `${column} ${comparison} ${bindValue(context, field, input)}`
  }
  if (field.isList) return compileListFilter(context, field, operator, input, column)
  return field.valueKind === 'Bytes'
    ? compileBytesFilter(context, field, operator, input, column)
    : compileTextFilter(context, operator, input as string | null, column)
}

function bindValue(context: SqlContext, field: FieldModel, input: unknown): string {
  try {
    return context.bind(toSqlValue(field.valueKind, readFilterValue(field.valueKind, input)))
  } catch (error) {
    // graph-node reads a reference's id in the store and other values before.
    const reason = /^Failed to decode `Bytes` value: `(.*)`$/.exec((error as Error).message)?.[1]
    if (field.kind !== 'reference' || reason === undefined) throw error
    context.refuse('store', `Store error: store error: ${reason}`)
    return 'NULL'
  }
}

function bindList(context: SqlContext, field: FieldModel, input: unknown): string {
  const elements = (input as unknown[]).map((element) =>
    encodeListElement(field.valueKind, readFilterValue(field.valueKind, element), field.name),
  )
  return context.bind(JSON.stringify(elements))
}

/** An empty list matches nothing, whether negated or not. */
function compileMembership(
  context: SqlContext,
  field: FieldModel,
  operator: 'in' | 'not_in',
  input: unknown,
  column: string,
): string {
  if (!Array.isArray(input)) throw new QueryError(`Non-list value passed to \`_${operator}\` filter`)
  if (input.length === 0) return 'FALSE'
  const marks = input.map((element) => bindValue(context, field, element))
  return `${column} ${operator === 'in' ? 'IN' : 'NOT IN'} (${marks.join(', ')})`
}

/**
 * The value is part of a LIKE pattern, with its wildcards: `%` and `_` are not escaped. A `contains` whose value holds
 * a `%` is the pattern itself.
 */
function compileTextFilter(
  context: SqlContext,
  operator: FilterOperator,
  input: string | null,
  column: string,
): string {
  const { isNegated, isNocase, kind } = describeOperator(operator)
  if (input === null) {
    if (kind !== 'contains') return refuse(context, likeName(isNegated, isNocase), input)
    return refuseInSql(
      context,
      `unsupported filter \`${isNegated ? 'not_' : ''}contains\` for value \`null\``,
    )
  }
  const condition = isPlainPattern(input)
    ? comparePart(kind, column, context.bind(input), isNocase)
    : compareLike(context, kind, column, input, isNocase)
  return isNegated ? `NOT (${condition})` : condition
}

/** Without wildcards no pattern is needed. `_nocase` folds ASCII only, as PostgreSQL does in the C locale. */
function comparePart(kind: string, column: string, mark: string, isNocase: boolean): string {
  const fold = isNocase ? (text: string) => `lower(${text})` : (text: string) => text
  const [text, part] = [fold(column), fold(mark)]
  if (kind === 'contains') return `instr(${text}, ${part}) > 0`
  if (kind === 'starts_with') return `substr(${text}, 1, length(${part})) = ${part}`
  return `length(${text}) >= length(${part}) AND substr(${text}, length(${text}) - length(${part}) + 1) = ${part}`
}

function compareLike(
  context: SqlContext,
  kind: string,
  column: string,
  value: string,
  isNocase: boolean,
): string {
  const pattern =
    kind === 'starts_with'
      ? `${value}%`
      : kind === 'ends_with'
        ? `%${value}`
        : value.includes('%')
          ? value
          : `%${value}%`
  if (endsWithEscape(pattern)) {
    context.onTrap('Failed to get entities from store: LIKE pattern must not end with escape character')
  }
  return `${LIKE_FUNCTION}(${context.bind(pattern)}, ${column}, ${Number(isNocase)})`
}

function compileBytesFilter(
  context: SqlContext,
  field: FieldModel,
  operator: FilterOperator,
  input: unknown,
  column: string,
): string {
  const { isNegated, isNocase, kind } = describeOperator(operator)
  if (kind === 'contains' && isNocase) return refuse(context, operator, input)
  if (kind === 'contains') {
    if (input === null) return refuseInSql(context, `unsupported filter \`${operator}\` for value \`null\``)
    const condition = `instr(${column}, ${bindValue(context, field, input)}) > 0`
    return isNegated ? `NOT (${condition})` : condition
  }
  if (input === null) return refuse(context, likeName(isNegated, isNocase), input)
  const sign = `${isNegated ? '!' : ''}~~${isNocase ? '*' : ''}`
  return refuseInSql(context, `operator does not exist: bytea ${sign} text`)
}

/**
 * `contains`: all of the values are in the list; `not_contains`: none is. The variants without case compare by ILIKE:
 * some element matches some value, or none does, which holds for a null list as well.
 */
function compileListFilter(
  context: SqlContext,
  field: FieldModel,
  operator: FilterOperator,
  input: unknown,
  column: string,
): string {
  const { isNegated, isNocase } = describeOperator(operator)
  if (input === null) return refuseInSql(context, `unsupported filter \`${operator}\` for value \`null\``)
  const mark = bindList(context, field, input)
  if (isNocase) {
    const some = `EXISTS (SELECT 1 FROM json_each(${column}) AS element, json_each(${mark}) AS wanted WHERE ${LIKE_FUNCTION}(wanted.value, element.value, 1))`
    return isNegated ? `NOT ${some}` : some
  }
  const stored = `SELECT value FROM json_each(${column})`
  const condition = `EXISTS (SELECT 1 FROM json_each(${mark}) WHERE value ${isNegated ? 'IN' : 'NOT IN'} (${stored}))`
  return `(${column} IS NOT NULL AND NOT ${condition})`
}

function describeOperator(operator: FilterOperator) {
  return {
    isNegated: operator.startsWith('not_'),
    isNocase: operator.endsWith('_nocase'),
    kind: operator.replace(/^not_/, '').replace(/_nocase$/, ''),
  }
}

function likeName(isNegated: boolean, isNocase: boolean): string {
  return ` ${isNegated ? 'not ' : ''}${isNocase ? 'ilike' : 'like'} `
}

function refuse(context: SqlContext, operator: string, input: unknown): string {
  return context.refuse('store', `Store error: unsupported filter \`${operator}\` for value \`${input}\``)
}

function refuseInSql(context: SqlContext, problem: string): string {
  return context.refuse('sql', `Failed to get entities from store: ${problem}`)
}
