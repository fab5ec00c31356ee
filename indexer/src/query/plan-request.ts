import {
  type DocumentNode,
  executeSync,
  type FragmentDefinitionNode,
  isInputType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  TypeMetaFieldDef,
  type TypeNode,
  typeFromAST,
} from 'graphql'
import { encodeScalar, type SqlValue } from '../store/column-codec.ts'
import type { ApiSchema } from './api-schema.ts'
import { type BlockConstraint, readBlockConstraint } from './block-argument.ts'
import { type CollectedField, checkMerge, collectFields, type SelectionScope } from './collect-fields.ts'
import { type CollectionArguments, compileCollection, compileOne } from './compile-selection.ts'
import { readFilterValue, toSqlValue } from './filter-values.ts'
import { coerceInput, type InputValue, type OnTrap, readJson, readLiteral, toPlain } from './input-value.ts'
import { QueryError } from './query-error.ts'
import { readArguments } from './read-arguments.ts'
import { SqlContext } from './sql-context.ts'
import { validateSelections } from './validate-document.ts'

/**
 * What is done with a query that graph-node would refuse and that can be answered: nothing is said of it (`lenient`), a
 * warning stands beside the answer (`portable`), or it is refused with graph-node's error (`strict`).
 */
export type Compatibility = 'lenient' | 'portable' | 'strict'

/** A GraphQL request. */
export type QueryRequest = {
  readonly query: string
  readonly operationName?: string | null
  readonly variables?: Readonly<Record<string, unknown>> | null
}

/** A statement whose only column is the JSON of a root field; SQL null stands for `null`. */
export type CompiledField = { readonly sql: string; readonly parameters: readonly SqlValue[] }

/** How one root field is answered. */
export type PlannedField = {
  readonly key: string
  readonly block?: BlockConstraint | undefined
  /** Whether data is wanted although the index has failed. */
  readonly allowsErrors: boolean
} & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'meta'; readonly field: CollectedField }
  | { readonly kind: 'entities'; compile(block: number | undefined): CompiledField }
)

/** A request ready to be answered, as often as it comes. */
export type Plan = {
  readonly fields: readonly PlannedField[]
  /** Errors that graph-node would give instead of an answer. */
  readonly traps: readonly string[]
  /** Selections below a planned field of a type, with fragments and directives resolved. */
  collect(field: CollectedField, typeName: string): CollectedField[]
}

/** Several problems of one request. */
export class RequestErrors extends Error {
  readonly errors: readonly Error[]

  constructor(errors: readonly Error[]) {
    super(errors.map((error) => error.message).join('\n'))
    this.errors = errors
  }
}

/** What planning a request shares. */
type Planning = {
  readonly api: ApiSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly scope: SelectionScope
  readonly onTrap: OnTrap
}

/**
 * Plans a request. Like graph-node with its default settings it checks no more of the document than it needs;
 * `compatibility` says what becomes of what graph-node refuses and this engine can answer.
 *
 * @throws QueryError or RequestErrors.
 */
export function planRequest(
  api: ApiSchema,
  document: DocumentNode,
  request: QueryRequest,
  compatibility: Compatibility,
): Plan {
  const traps = new Set<string>()
  const onTrap = (graphNodeError: string) => {
    if (compatibility === 'strict') throw new QueryError(graphNodeError)
    traps.add(graphNodeError)
  }
  const operation = findOperation(document, request.operationName ?? undefined, onTrap)
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const errors = validateSelections(api.graphql, operation, fragments)
  if (errors.length > 0) throw new RequestErrors(errors)
  const variables = readVariables(api, operation, request.variables ?? {}, onTrap)
  const scope = { fragments, variables }
  const planning: Planning = { api, document, operation, scope, onTrap }
  const fields = collectFields([operation.selectionSet], 'Query', scope).flatMap((field) =>
    planField(planning, field),
  )
  for (const field of fields) {
    // Compiling shows every error of the query, whatever the index holds.
    if (field.kind === 'entities') compileOrReport(field, compatibility === 'lenient' ? new Set() : traps)
  }
  const collect = ({ selections }: CollectedField, typeName: string) =>
    collectFields(selections, typeName, scope)
  return { fields, collect, traps: [...traps] }
}

/** An error that follows a trap is reported as the trap: graph-node finds that first. */
function compileOrReport(
  field: { compile(block: number | undefined): CompiledField },
  traps: ReadonlySet<string>,
): void {
  try {
    field.compile(undefined)
  } catch (error) {
    const [trap] = traps
    throw error instanceof QueryError && trap !== undefined ? new QueryError(trap) : error
  }
}

function findOperation(
  document: DocumentNode,
  name: string | undefined,
  onTrap: OnTrap,
): OperationDefinitionNode {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)
  const [first] = operations
  if (first === undefined) throw new QueryError('The query is empty')
  const named = name === undefined ? [] : operations.filter((node) => node.name?.value === name)
  const operation = operations.length === 1 ? first : named.length === 1 ? named[0] : undefined
  if (operation === undefined) throw new QueryError('Operation name required')
  if (operations.length > 1) onTrap('Operation name required')
  if (operation.operation === 'mutation') throw new QueryError('Not supported: Mutations are not supported')
  if (operation.operation === 'subscription') {
    throw new QueryError('Not supported: Subscriptions are not supported')
  }
  return operation
}

function readVariables(
  api: ApiSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
  onTrap: OnTrap,
): Map<string, InputValue> {
  const variables = new Map<string, InputValue>()
  for (const { variable, type: typeNode, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value
    const type = typeFromAST(api.graphql, typeNode as TypeNode as never)
    if (!isInputType(type)) throw new QueryError(`Variable \`${name}\` must have an input type`)
    const isGiven = Object.hasOwn(given, name) && given[name] !== undefined
    if (!isGiven && defaultValue === undefined) {
      if (isNonNullType(type)) throw new QueryError(`No value provided for required variable \`${name}\``)
      continue
    }
    const value =
      isGiven || defaultValue === undefined
        ? readJson(given[name])
        : readLiteral(defaultValue, new Map(), onTrap)
    variables.set(name, coerceInput(name, value, type, onTrap))
  }
  return variables
}

/** No field where one of an object type selects nothing: graph-node leaves it out. */
function planField(planning: Planning, field: CollectedField): PlannedField[] {
  const { api, scope, onTrap } = planning
  const { key, node, selections } = field
  const name = node.name.value
  if (name === '__typename') return [{ kind: 'text', key, allowsErrors: false, text: '"Query"' }]
  if (name.startsWith('__')) {
    return [{ kind: 'text', key, allowsErrors: false, text: answerIntrospection(planning, field) }]
  }
  const definition = api.graphql.getQueryType()?.getFields()[name]
  if (definition === undefined) throw new QueryError(`Type \`Query\` has no field \`${name}\``)
  if (selections.length === 0) return []
  checkMerge(field, (other) => api.graphql.getQueryType()?.getFields()[other]?.type)
  const inputs = readArguments(definition.args, node, scope.variables, onTrap)
  const block = readBlockConstraint(inputs.get('block'))
  const policy = inputs.get('subgraphError')
  const allowsErrors = policy?.kind === 'Enum' && policy.text === 'allow'
  const root = api.roots.get(name)
  if (root === undefined) return [{ kind: 'meta', key, block, allowsErrors, field }]
  const { entity, isMany } = root
  const values = Object.fromEntries([...inputs].map(([argument, value]) => [argument, toPlain(value)]))
  const compile = (height: number | undefined): CompiledField => {
    const context = new SqlContext(api, scope, onTrap, height)
    const id = () => context.bind(idParameter(context, entity.idKind, values.id))
    const target = { entity, key, selections, depth: 1 }
    const value = isMany
      ? compileCollection(context, target, values as CollectionArguments)
      : compileOne(context, target, (row) => `${row.id()} = ${id()}`)
    context.throwRefusals()
    return { sql: `SELECT ${value}`, parameters: context.parameters }
  }
  return [{ kind: 'entities', key, block, allowsErrors, compile: keepLatest(compile) }]
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

function idParameter(context: SqlContext, kind: 'String' | 'Bytes' | 'Int8', id: unknown): SqlValue {
  try {
    const value = readFilterValue(kind, id)
    return kind === 'String' ? encodeScalar(kind, value, 'id') : toSqlValue(kind, value)
  } catch (error) {
    const reason = /: `(.*)`$/.exec((error as Error).message)?.[1]
    if (kind !== 'Bytes' || reason === undefined) throw error
    context.refuse('store', `Store error: store error: ${reason}`)
    return null
  }
}

function answerIntrospection({ api, document, operation, scope, onTrap }: Planning, field: CollectedField) {
  const { node, key } = field
  if (node.name.value === '__type') {
    readArguments(TypeMetaFieldDef.args, node, scope.variables, onTrap)
  }
  const only = { ...operation, selectionSet: { ...operation.selectionSet, selections: [node] } }
  const fragments = document.definitions.filter((other) => other.kind === Kind.FRAGMENT_DEFINITION)
  const variableValues = Object.fromEntries(
    [...scope.variables].map(([name, value]) => [name, toPlain(value)]),
  )
  const { data, errors } = executeSync({
    schema: api.graphql,
    document: { ...document, definitions: [only, ...fragments] },
    variableValues,
  })
  if (errors !== undefined) throw new RequestErrors(errors)
  return JSON.stringify(data?.[key])
}
