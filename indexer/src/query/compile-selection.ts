import { type GraphQLField, type GraphQLObjectType, getArgumentValues, type SelectionSetNode } from 'graphql'
import type { EntityModel, FieldModel } from '../schema/schema-model.ts'
import { type CollectedField, collectFields } from './collect-fields.ts'
import { compileFilter, TRUE } from './compile-filter.ts'
import { compileOrder } from './compile-order.ts'
import { addFieldValue, JsonText } from './json-sql.ts'
import { locationOf, QueryError } from './query-error.ts'
import {
  FAIL_FUNCTION,
  IN_TIME_FUNCTION,
  linkCondition,
  quoteText,
  type RowScope,
  type SqlContext,
  targetOf,
} from './sql-context.ts'

const MAX_FIRST = 1000
const MAX_SKIP = 2 ** 32 - 1
/** Deeper statements run into SQLite's limit on expressions from about 20 levels on. */
const MAX_DEPTH = 16

/** Arguments of a field that leads to many entities, coerced. */
export type CollectionArguments = {
  readonly first?: number | null
  readonly skip?: number | null
  readonly orderBy?: string | null
  readonly orderDirection?: string | null
  readonly where?: Readonly<Record<string, unknown>> | null
}

// Both kinds of lookup have two levels. The inner query picks the rows, and its LIMIT keeps SQLite from merging it
// with the outer one, which builds the JSON: merged, the JSON would be built for rows that are then dropped, and
// once for the latest and once for the past versions, doubling the statement with every level of nesting.

/** SQL expression for the JSON array of the entities that `arguments` select, among those that `link` allows. */
export function compileCollection(
  context: SqlContext,
  entity: EntityModel,
  selections: readonly SelectionSetNode[],
  values: CollectionArguments,
  link: (row: RowScope) => string = () => TRUE,
  depth = 1,
): string {
  const first = readRange('first', values.first ?? 100, 1, MAX_FIRST)
  const skip = readRange('skip', values.skip ?? 0, 0, MAX_SKIP)
  const inner = context.newRow()
  const condition = compileFilter(context, entity, inner, values.where ?? {})
  const order = compileOrder(
    context,
    entity,
    inner,
    values.orderBy ?? undefined,
    values.orderDirection ?? undefined,
  )
  // A root list may scan its whole table, so each row looks at the clock; below it, each list does so once.
  const isRoot = depth === 1
  const terms = [link(inner), condition, isRoot ? `${IN_TIME_FUNCTION}()` : TRUE]
  const where = terms.filter((term) => term !== TRUE).join(' AND ') || TRUE
  const limit = isRoot ? first : `${first} * ${IN_TIME_FUNCTION}()`
  const outer = context.newRow()
  const object = compileObject(context, entity, outer, selections, depth)
  const rows = `SELECT ${columnsOf(outer, inner)} FROM ${context.sourceOf(entity)} AS ${inner.alias} WHERE ${where} ORDER BY ${order} LIMIT ${limit} OFFSET ${skip}`
  return `(SELECT concat('[', group_concat(${object}, ','), ']') FROM (${rows}) AS ${outer.alias})`
}

/** SQL expression for the JSON object of one entity with that id, or SQL null. */
export function compileOne(
  context: SqlContext,
  entity: EntityModel,
  selections: readonly SelectionSetNode[],
  link: (row: RowScope) => string,
  depth = 1,
): string {
  const inner = context.newRow()
  const condition = link(inner)
  const outer = context.newRow()
  const object = compileObject(context, entity, outer, selections, depth)
  const rows = `SELECT ${columnsOf(outer, inner)} FROM ${context.sourceOf(entity)} AS ${inner.alias} WHERE ${condition} LIMIT 1`
  return `(SELECT ${object} FROM (${rows}) AS ${outer.alias})`
}

function columnsOf(outer: RowScope, inner: RowScope): string {
  return [...outer.used].map((column) => `${inner.alias}.${column} AS ${column}`).join(', ')
}

function compileObject(
  context: SqlContext,
  entity: EntityModel,
  row: RowScope,
  selections: readonly SelectionSetNode[],
  depth: number,
): string {
  if (depth > MAX_DEPTH) throw new QueryError(`query has a depth that exceeds the limit of \`${MAX_DEPTH}\``)
  const json = new JsonText()
  let separator = '{'
  for (const selected of collectFields(selections, context.fragments, context.variables)) {
    json.literal(`${separator}${JSON.stringify(selected.key)}:`)
    separator = ','
    const name = selected.node.name.value
    const field = entity.fields.get(name)
    if (field === undefined) json.literal(JSON.stringify(entity.name))
    else if (field.kind !== 'reference') addFieldValue(json, field, row.column(field))
    else json.expression(compileReference(context, entity, field, row, selected, depth + 1))
  }
  return json.literal(separator === '{' ? '{}' : '}').toSql()
}

function compileReference(
  context: SqlContext,
  entity: EntityModel,
  field: FieldModel,
  row: RowScope,
  { node, selections }: CollectedField,
  depth: number,
): string {
  const { model, graphql } = context.api
  const target = targetOf(model, field)
  const link = (child: RowScope) => linkCondition(model, entity, field, row, child)
  if (field.isList) {
    const fields = (graphql.getType(entity.name) as GraphQLObjectType).getFields()
    const values = getArgumentValues(
      fields[field.name] as GraphQLField<unknown, unknown>,
      node,
      context.variables,
    ) as CollectionArguments
    return compileCollection(context, target, selections, values, link, depth)
  }
  const { line, column } = locationOf(node)
  const fail = (message: string) => `${FAIL_FUNCTION}(${quoteText(message)}, ${line}, ${column})`
  const found =
    field.derivedFrom === undefined
      ? compileOne(context, target, selections, link, depth)
      : compileDerivedOne(context, target, selections, link, depth, fail(ambiguity(field)))
  return `coalesce(${found}, ${field.isRequired ? fail(`Null value resolved for non-null field \`${field.name}\``) : "'null'"})`
}

function compileDerivedOne(
  context: SqlContext,
  target: EntityModel,
  selections: readonly SelectionSetNode[],
  link: (row: RowScope) => string,
  depth: number,
  fail: string,
): string {
  const other = context.newRow()
  const count = `SELECT count(*) FROM (SELECT 1 FROM ${context.sourceOf(target)} AS ${other.alias} WHERE ${link(other)} LIMIT 2)`
  return `CASE WHEN (${count}) > 1 THEN ${fail} ELSE ${compileOne(context, target, selections, link, depth)} END`
}

function ambiguity(field: FieldModel): string {
  return `Ambiguous result for derived field \`${field.name}\`: Multiple \`${field.typeName}\` entities refer back via \`${field.derivedFrom}\``
}

function readRange(name: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value
  throw new QueryError(`The \`${name}\` argument must be between 0 and ${max}, but is ${value}`)
}
