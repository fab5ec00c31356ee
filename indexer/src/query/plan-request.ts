import {
  type DocumentNode,
  executeSync,
  type FragmentDefinitionNode,
  type GraphQLError,
  getArgumentValues,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import { encodeScalar, type SqlValue } from '../store/column-codec.ts'
import type { ApiSchema } from './api-schema.ts'
import { type BlockConstraint, readBlockConstraint } from './block-argument.ts'
import { type CollectedField, collectFields } from './collect-fields.ts'
import { type CollectionArguments, compileCollection, compileOne } from './compile-selection.ts'
import { readFilterValue, toSqlValue } from './filter-values.ts'
import { QueryError } from './query-error.ts'
import { SqlContext } from './sql-context.ts'

/** A GraphQL request. */
export type QueryRequest = {
  readonly query: string
  readonly operationName?: string | null
  readonly variables?: Readonly<Record<string, unknown>> | null
}

/** A statement whose only column is the JSON of a root field; SQL null stands for `null`. */
export type CompiledField = { readonly sql: string; readonly parameters: readonly SqlValue[] }

/** How one root field is answered. */
export type PlannedField = { readonly key: string; readonly block?: BlockConstraint | undefined } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'meta'; readonly field: CollectedField }
  | { readonly kind: 'entities'; compile(block: number | undefined): CompiledField }
)

/** A request ready to be answered, as often as it comes. */
export type Plan = {
  readonly fields: readonly PlannedField[]
  /** Selections below a planned field, with fragments and directives resolved. */
  collect(field: CollectedField): CollectedField[]
}

/** Several problems of one request. */
export class RequestErrors extends Error {
  readonly errors: readonly GraphQLError[]

  constructor(errors: readonly GraphQLError[]) {
    super(errors.map((error) => error.message).join('\n'))
    this.errors = errors
  }
}

/**
 * Plans a request whose document is valid.
 *
 * @throws QueryError or RequestErrors.
 */
export function planRequest(api: ApiSchema, document: DocumentNode, request: QueryRequest): Plan {
  const operation = findOperation(document, request.operationName ?? undefined)
  const coerced = getVariableValues(api.graphql, operation.variableDefinitions ?? [], request.variables ?? {})
  if (coerced.errors !== undefined) throw new RequestErrors(coerced.errors)
  const variables = coerced.coerced
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const newContext = (block?: number) => new SqlContext(api, fragments, variables, block)
  const introspect = (field: CollectedField) =>
    answerIntrospection(api, document, operation, field, variables)
  const fields = collectFields([operation.selectionSet], fragments, variables).map((field) =>
    planField(api, field, newContext, introspect),
  )
  for (const field of fields) {
    // Compiling shows every error of the query, whatever the index holds.
    if (field.kind === 'entities') field.compile(undefined)
  }
  return { fields, collect: ({ selections }) => collectFields(selections, fragments, variables) }
}

function findOperation(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)
  const matching = name === undefined ? operations : operations.filter((node) => node.name?.value === name)
  const [operation] = matching
  if (name === undefined && operations.length > 1) throw new QueryError('Operation name required')
  if (operation === undefined) {
    throw new QueryError(name === undefined ? 'The query is empty' : `Operation name not found \`${name}\``)
  }
  if (operation.operation !== 'query') {
    throw new QueryError(`Not supported: ${operation.operation}; a subgraph answers queries only`)
  }
  return operation
}

function planField(
  api: ApiSchema,
  field: CollectedField,
  newContext: (block?: number) => SqlContext,
  introspect: (field: CollectedField) => string,
): PlannedField {
  const { key, node, selections } = field
  const name = node.name.value
  if (name.startsWith('__')) return { kind: 'text', key, text: introspect(field) }
  const definition = api.graphql.getQueryType()?.getFields()[name]
  if (definition === undefined) throw new QueryError(`Type \`Query\` has no field \`${name}\``)
  const values = getArgumentValues(definition, node, newContext().variables as Record<string, unknown>)
  const block = readBlockConstraint(values.block)
  const root = api.roots.get(name)
  if (root === undefined) return { kind: 'meta', key, block, field }
  const { entity, isMany } = root
  const compile = (height: number | undefined): CompiledField => {
    const context = newContext(height)
    const id = () => context.bind(idParameter(entity.idKind, values.id))
    const value = isMany
      ? compileCollection(context, entity, selections, values as CollectionArguments)
      : compileOne(context, entity, selections, (row) => `${row.id()} = ${id()}`)
    return { sql: `SELECT ${value}`, parameters: context.parameters }
  }
  return { kind: 'entities', key, block, compile: keepLatest(compile) }
}

/** The latest block is asked for again and again, others are not. */
function keepLatest(compile: (block: number | undefined) => CompiledField) {
  let latest: CompiledField | undefined
  return (block: number | undefined): CompiledField => {
    if (block !== undefined) return compile(block)
    latest ??= compile(undefined)
    return latest
  }
}

function idParameter(kind: 'String' | 'Bytes' | 'Int8', id: unknown): SqlValue {
  const value = readFilterValue(kind, id)
  return kind === 'String' ? encodeScalar(kind, value, 'id') : toSqlValue(kind, value)
}

function answerIntrospection(
  api: ApiSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  field: CollectedField,
  variables: Readonly<Record<string, unknown>>,
): string {
  const only = { ...operation, selectionSet: { ...operation.selectionSet, selections: [field.node] } }
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
  const { data, errors } = executeSync({
    schema: api.graphql,
    document: { ...document, definitions: [only, ...fragments] },
    variableValues: variables,
  })
  if (errors !== undefined) throw new RequestErrors(errors)
  return JSON.stringify(data?.[field.key])
}
