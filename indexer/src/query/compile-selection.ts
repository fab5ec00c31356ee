import type { GraphQLObjectType, SelectionSetNode } from 'graphql'
import type { EntityModel, FieldModel } from '../schema/schema-model.ts'
import { type CollectedField, checkMerge, collectFields } from './collect-fields.ts'
import { compileFilter, TRUE } from './compile-filter.ts'
import { compileOrder } from './compile-order.ts'
import { toPlain } from './input-value.ts'
import { addFieldValue, JsonText } from './json-sql.ts'
import { locationOf, QueryError } from './query-error.ts'
import { readArguments } from './read-arguments.ts'
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
/** graph-node counts a negative number as the largest one. */
const NEGATIVE_NESTED_FIRST =
  'query potentially returns `18446744073709551615` entities or more and thereby exceeds the limit of `0` entities. ' +
  'Possible solutions are reducing the depth of the query, querying fewer relationships or using `first` to return smaller collections'

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

/** What is selected of entities. */
export type SelectionTarget = {
  readonly entity: EntityModel
  /** Response key of the field that leads to them. */
  readonly key: string
  readonly selections: readonly SelectionSetNode[]
  /** 1 at the root. */
  readonly depth: number
}

/** SQL expression for the JSON array of the entities that `values` select, among those that `link` allows. */
export function compileCollection(
  context: SqlContext,
  target: SelectionTarget,
  values: CollectionArguments,
  link: (row: RowScope) => string = () => TRUE,
): string {
  const { entity, depth } = target
  // A root list may scan its whole table, so each row looks at the clock; below it, each list does so once.
  const isRoot = depth === 1
  if (!isRoot && (values.first ?? 0) < 0) throw new QueryError(NEGATIVE_NESTED_FIRST)
  const first = readRange('first', values.first ?? 100, 1, MAX_FIRST)
  const skip = readRange('skip', values.skip ?? 0, 0, MAX_SKIP)
  const inner = context.newRow()
  const order = compileOrder(context, entity, inner, {
    orderBy: values.orderBy ?? undefined,
    direction: values.orderDirection ?? undefined,
    isNested: !isRoot,
  })
  const condition = compileFilter(context, entity, inner, values.where ?? {})
  const terms = [link(inner), condition, isRoot ? `${IN_TIME_FUNCTION}()` : TRUE]
  const where = terms.filter((term) => term !== TRUE).join(' AND ') || TRUE
  const limit = isRoot ? first : `${first} * ${IN_TIME_FUNCTION}()`
  const outer = context.newRow()
  const object = compileObject(context, target, outer)
  const rows = `SELECT ${columnsOf(outer, inner)} FROM ${context.sourceOf(entity)} AS ${inner.alias} WHERE ${where} ORDER BY ${order} LIMIT ${limit} OFFSET ${skip}`
  return `(SELECT concat('[', group_concat(${object}, ','), ']') FROM (${rows}) AS ${outer.alias})`
}

/** SQL expression for the JSON object of the one entity that `link` allows, or SQL null. */
export function compileOne(
  context: SqlContext,
  target: SelectionTarget,
  link: (row: RowScope) => string,
): string {
  const inner = context.newRow()
  const condition = link(inner)
  const outer = context.newRow()
  const object = compileObject(context, target, outer)
  const rows = `SELECT ${columnsOf(outer, inner)} FROM ${context.sourceOf(target.entity)} AS ${inner.alias} WHERE ${condition} LIMIT 1`
  return `(SELECT ${object} FROM (${rows}) AS ${outer.alias})`
}

function columnsOf(outer: RowScope, inner: RowScope): string {
  return [...outer.used].map((column) => `${inner.alias}.${column} AS ${column}`).join(', ')
}

function compileObject(context: SqlContext, target: SelectionTarget, row: RowScope): string {
  const { entity, key, selections, depth } = target
  if (depth > MAX_DEPTH) throw new QueryError(`query has a depth that exceeds the limit of \`${MAX_DEPTH}\``)
  const apiFields = (context.api.graphql.getType(entity.name) as GraphQLObjectType).getFields()
  const json = new JsonText()
  let separator = '{'
  for (const selected of collectFields(selections, entity.name, context.scope)) {
    const name = selected.node.name.value
    const field = entity.fields.get(name)
    // graph-node leaves out an entity of which nothing is selected.
    if (field?.kind === 'reference' && selected.selections.length === 0) continue
    checkMerge(selected, (other) => apiFields[other]?.type)
    json.literal(`${separator}${JSON.stringify(selected.key)}:`)
    separator = ','
    if (field === undefined) json.literal(JSON.stringify(entity.name))
    else if (field.kind !== 'reference') addFieldValue(json, field, row.column(field))
    else json.expression(compileReference(context, entity, field, row, selected, depth + 1))
  }
  if (separator === '{') {
    context.onTrap(
      `Failed to get entities from store: internal error resolving ${entity.name}.${key}: expected prefetched result, but found nothing`,
    )
  }
  return json.literal(separator === '{' ? '{}' : '}').toSql()
}

function compileReference(
  context: SqlContext,
  entity: EntityModel,
  field: FieldModel,
  row: RowScope,
  { key, node, selections }: CollectedField,
  depth: number,
): string {
  const { model, graphql } = context.api
  const target = { entity: targetOf(model, field), key, selections, depth }
  const link = (child: RowScope) => linkCondition(model, entity, field, row, child)
  if (field.isList) {
    const definition = (graphql.getType(entity.name) as GraphQLObjectType).getFields()[field.name]
    const inputs = readArguments(definition?.args ?? [], node, context.scope.variables, context.onTrap)
    const values = Object.fromEntries([...inputs].map(([name, value]) => [name, toPlain(value)]))
    return compileCollection(context, target, values as CollectionArguments, link)
  }
  const { line, column } = locationOf(node)
  const fail = (message: string) => `${FAIL_FUNCTION}(${quoteText(message)}, ${line}, ${column})`
  const found =
    field.derivedFrom === undefined
      ? compileOne(context, target, link)
      : compileDerivedOne(context, target, link, fail(ambiguity(field)))
  return `coalesce(${found}, ${field.isRequired ? fail(`Null value resolved for non-null field \`${field.name}\``) : "'null'"})`
}

function compileDerivedOne(
  context: SqlContext,
  target: SelectionTarget,
  link: (row: RowScope) => string,
  fail: string,
): string {
  const other = context.newRow()
  const count = `SELECT count(*) FROM (SELECT 1 FROM ${context.sourceOf(target.entity)} AS ${other.alias} WHERE ${link(other)} LIMIT 2)`
  return `CASE WHEN (${count}) > 1 THEN ${fail} ELSE ${compileOne(context, target, link)} END`
}

function ambiguity(field: FieldModel): string {
  return `Ambiguous result for derived field \`${field.name}\`: Multiple \`${field.typeName}\` entities refer back via \`${field.derivedFrom}\``
}

function readRange(name: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value
  throw new QueryError(`The \`${name}\` argument must be between 0 and ${max}, but is ${value}`)
}
