import { type DocumentNode, GraphQLError, parse, validate } from 'graphql'
import type { BlockPointer } from '../chain/chain-types.ts'
import type { SchemaModel } from '../schema/schema-model.ts'
import type { StoredFailure } from '../store/store.ts'
import { buildApiSchema } from './api-schema.ts'
import { type BlockLookup, type ResolvedBlock, resolveBlock } from './block-argument.ts'
import type { CollectedField } from './collect-fields.ts'
import { IndexReader } from './index-reader.ts'
import {
  type Plan,
  type PlannedField,
  planRequest,
  type QueryRequest,
  RequestErrors,
} from './plan-request.ts'
import { QueryError } from './query-error.ts'
import { TextCache } from './text-cache.ts'

const MAX_TOKENS = 20_000
const DOCUMENT_LIMIT = 500
const PLAN_LIMIT = 1000
const DEFAULT_TIME_LIMIT_MS = 10_000

/** What a query engine reads. */
export type QueryEngineOptions = {
  /** SQLite file of an opened store. */
  readonly path: string
  readonly schema: SchemaModel
  /** Deployment id that `_meta` and error texts show. */
  readonly deployment: string
  /** A query that takes longer is broken off; 10 s by default. */
  readonly timeLimitMs?: number
}

/** State of an index as its readers see it. */
export type IndexState = {
  readonly head: BlockPointer | undefined
  readonly failed: StoredFailure | undefined
  readonly counts: Readonly<Record<string, number>>
}

/** Answers GraphQL requests from an index. */
export type QueryEngine = {
  /** Answers a request with the JSON text of a GraphQL response; problems are in its `errors`, never thrown. */
  execute(request: QueryRequest): string
  state(): IndexState
  close(): void
}

/**
 * Opens a query engine on its own read-only connection. Each root field of a request becomes one SQL statement
 * that gives its JSON; all of them see the same block.
 *
 * @throws SchemaError if the schema's names collide in the API.
 */
export function openQueryEngine(options: QueryEngineOptions): QueryEngine {
  const { path, schema, deployment, timeLimitMs = DEFAULT_TIME_LIMIT_MS } = options
  const api = buildApiSchema(schema)
  const reader = new IndexReader(path, timeLimitMs)
  const documents = new TextCache<DocumentNode>(DOCUMENT_LIMIT)
  const plans = new TextCache<Plan>(PLAN_LIMIT)

  const parseValid = (query: string): DocumentNode => {
    const document = parse(query, { maxTokens: MAX_TOKENS })
    const errors = validate(api.graphql, document)
    if (errors.length > 0) throw new RequestErrors(errors)
    return document
  }
  const plan = (request: QueryRequest): Plan => {
    const { query, operationName = null, variables = null } = request
    return plans.getOrMake(JSON.stringify([query, operationName, variables]), () =>
      planRequest(
        api,
        documents.getOrMake(query, () => parseValid(query)),
        request,
      ),
    )
  }
  return {
    execute(request) {
      try {
        const ready = plan(request)
        return `{"data":${reader.inSnapshot(() => answer(reader, deployment, ready))}}`
      } catch (error) {
        return formatErrors(error)
      }
    },
    state() {
      return reader.inSnapshot(() => {
        const failure = reader.failure()
        return {
          head: reader.head(),
          failed: failure === null ? undefined : JSON.parse(failure),
          counts: reader.countEntities(schema),
        }
      })
    },
    close: () => reader.close(),
  }
}

function answer(reader: IndexReader, deployment: string, plan: Plan): string {
  const lookup = (): BlockLookup => {
    const head = reader.head()
    if (head === undefined) {
      throw new QueryError(
        `subgraph ${deployment} has not started syncing yet; wait for it to index a few blocks before querying it`,
      )
    }
    return { deployment, head, findByHash: (hash) => reader.findBlockByHash(hash) }
  }
  const parts = plan.fields.map(
    (field) => `${JSON.stringify(field.key)}:${answerField(reader, lookup, plan, field)}`,
  )
  return `{${parts.join(',')}}`
}

function answerField(
  reader: IndexReader,
  lookup: () => BlockLookup,
  plan: Plan,
  field: PlannedField,
): string {
  if (field.kind === 'text') return field.text
  const blocks = lookup()
  const block = resolveBlock(field.block, blocks)
  if (field.kind === 'meta') return JSON.stringify(describeMeta(reader, blocks, block, plan, field.field))
  const { sql, parameters } = field.compile(block.number < blocks.head.number ? block.number : undefined)
  return reader.readText(sql, parameters) ?? 'null'
}

function describeMeta(
  reader: IndexReader,
  { deployment }: BlockLookup,
  { number, pointer }: ResolvedBlock,
  plan: Plan,
  meta: CollectedField,
): Record<string, unknown> {
  const select = (
    field: CollectedField,
    read: Readonly<Record<string, (field: CollectedField) => unknown>>,
  ) =>
    Object.fromEntries(plan.collect(field).map((child) => [child.key, read[child.node.name.value]?.(child)]))
  const block = {
    __typename: () => '_Block_',
    number: () => number,
    hash: () => pointer?.hash ?? null,
    parentHash: () => pointer?.parentHash ?? null,
    timestamp: () => pointer?.timestamp ?? null,
  }
  return select(meta, {
    __typename: () => '_Meta_',
    block: (field) => select(field, block),
    deployment: () => deployment,
    hasIndexingErrors: () => reader.failure() !== null,
  })
}

function formatErrors(error: unknown): string {
  if (error instanceof RequestErrors) return JSON.stringify({ errors: error.errors.map(formatGraphqlError) })
  if (error instanceof GraphQLError) return JSON.stringify({ errors: [formatGraphqlError(error)] })
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof QueryError)) {
    return JSON.stringify({
      errors: [{ message: `The query could not be run (${message}); ask in smaller parts` }],
    })
  }
  return JSON.stringify({ errors: [{ message, ...(error.location && { locations: [error.location] }) }] })
}

function formatGraphqlError({ message, locations }: GraphQLError): Record<string, unknown> {
  return { message, ...(locations !== undefined && { locations }) }
}
