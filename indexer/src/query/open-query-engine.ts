import { type DocumentNode, GraphQLError, parse } from 'graphql'
import type { BlockPointer } from '../chain/chain-types.ts'
import type { SchemaModel } from '../schema/schema-model.ts'
import type { StoredFailure } from '../store/store.ts'
import { AnswerCache } from './answer-cache.ts'
import { buildApiSchema } from './api-schema.ts'
import { type BlockLookup, type ResolvedBlock, resolveBlock } from './block-argument.ts'
import type { CollectedField } from './collect-fields.ts'
import { IndexReader } from './index-reader.ts'
import {
  type Compatibility,
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
  /** First block that is indexed; 0 by default. Before the block before it there is no data. */
  readonly firstBlock?: number
  /** `lenient` by default. */
  readonly compatibility?: Compatibility
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
  const { path, schema, deployment, firstBlock = 0 } = options
  const { compatibility = 'lenient', timeLimitMs = DEFAULT_TIME_LIMIT_MS } = options
  const api = buildApiSchema(schema)
  const reader = new IndexReader(path, timeLimitMs)
  const documents = new TextCache<DocumentNode>(DOCUMENT_LIMIT)
  const plans = new TextCache<Plan>(PLAN_LIMIT)
  const index = { reader, deployment, earliest: Math.max(0, firstBlock - 1) }

  const answers = new AnswerCache(() => reader.dataVersion())

  const plan = (request: QueryRequest, key: string): Plan => {
    const { query } = request
    return plans.getOrMake(key, () => {
      const document = documents.getOrMake(query, () => parse(query, { maxTokens: MAX_TOKENS }))
      return planRequest(api, document, request, compatibility)
    })
  }
  return {
    execute(request) {
      try {
        const { query, operationName = null, variables = null } = request
        const key = JSON.stringify([query, operationName, variables])
        return answers.getOrMake(key, () => {
          const ready = plan(request, key)
          return reader.inSnapshot(() => answer(index, ready, compatibility))
        })
      } catch (error) {
        return formatErrors(error)
      }
    },
    state() {
      return reader.inSnapshot(() => ({
        head: reader.head(),
        failed: reader.failure(),
        counts: reader.countEntities(schema),
      }))
    },
    close: () => reader.close(),
  }
}

/** What answers are read from. */
type Index = { readonly reader: IndexReader; readonly deployment: string; readonly earliest: number }

/** A root field with its JSON. */
type AnsweredField = { readonly field: PlannedField; readonly json: string; readonly block: number }

/** The JSON text of a response. */
function answer(index: Index, plan: Plan, compatibility: Compatibility): string {
  const { reader, deployment, earliest } = index
  const failedAt = failedBlock(reader.failure())
  const traps = [...plan.traps]
  const onTrap = (graphNodeError: string) => {
    if (compatibility === 'strict') throw new QueryError(graphNodeError)
    traps.push(graphNodeError)
  }
  let lookup: BlockLookup | undefined
  const answered = plan.fields.map((field): AnsweredField => {
    if (field.kind === 'text') return { field, json: field.text, block: -1 }
    lookup ??= {
      deployment,
      earliest,
      head: knownHead(index),
      onTrap,
      findByHash: (hash) => reader.findBlockByHash(hash),
    }
    const block = resolveBlock(field.block, lookup)
    if (field.kind === 'meta') {
      const meta = describeMeta(deployment, block, block.number >= failedAt, plan, field.field)
      return { field, json: JSON.stringify(meta), block: block.number }
    }
    const { sql, parameters } = field.compile(block.number < lookup.head.number ? block.number : undefined)
    return { field, json: reader.readText(sql, parameters) ?? 'null', block: block.number }
  })
  const failing = answered.filter(({ block }) => block >= failedAt)
  const denied = deniedBlocks(failing.map(({ field }) => field))
  const shown = answered.filter(
    ({ field, block }) => field.kind !== 'entities' || block < failedAt || !denied.has(constraintKey(field)),
  )
  const parts: string[] = []
  if (shown.length > 0) {
    const fields = shown.map(({ field, json }) => `${JSON.stringify(field.key)}:${json}`)
    parts.push(`"data":{${fields.join(',')}}`)
  }
  if (failing.length > 0) parts.push('"errors":[{"message":"indexing_error"}]')
  if (compatibility === 'portable' && traps.length > 0) {
    const warnings = [...new Set(traps)].map((message) => `graph-node refuses this query: ${message}`)
    parts.push(`"extensions":${JSON.stringify({ warnings })}`)
  }
  return `{${parts.join(',')}}`
}

function knownHead({ reader, deployment }: Index): BlockPointer {
  const head = reader.head()
  if (head !== undefined) return head
  throw new QueryError(
    `subgraph ${deployment} has not started syncing yet; wait for it to index a few blocks before querying it`,
  )
}

/** Number of the block whose handler failed; infinite while none has. */
function failedBlock(failure: StoredFailure | undefined): number {
  if (failure === undefined) return Number.POSITIVE_INFINITY
  const { block } = (failure.details ?? {}) as { block?: { number?: unknown } }
  return typeof block?.number === 'number' ? block.number : 0
}

/**
 * The blocks of which no data is shown after a failure: graph-node answers the fields of one block together, and denies
 * them all unless each of them has `subgraphError: allow`, which `_meta` cannot have.
 */
function deniedBlocks(fields: readonly PlannedField[]): Set<string> {
  return new Set(fields.filter(({ allowsErrors }) => !allowsErrors).map(constraintKey))
}

function constraintKey({ block }: PlannedField): string {
  return JSON.stringify(block ?? null)
}

function describeMeta(
  deployment: string,
  { number, pointer }: ResolvedBlock,
  hasIndexingErrors: boolean,
  plan: Plan,
  meta: CollectedField,
): Record<string, unknown> {
  const select = (
    field: CollectedField,
    typeName: string,
    read: Readonly<Record<string, (field: CollectedField) => unknown>>,
  ) => {
    const children = plan.collect(field, typeName)
    const values = children.map((child) => [child.key, read[child.node.name.value]?.(child)] as const)
    return Object.fromEntries(values.filter(([, value]) => value !== undefined))
  }
  const block = {
    __typename: () => '_Block_',
    number: () => number,
    hash: () => pointer?.hash ?? null,
    parentHash: () => pointer?.parentHash ?? null,
    timestamp: () => pointer?.timestamp ?? null,
  }
  return select(meta, '_Meta_', {
    __typename: () => '_Meta_',
    block: (field) => (field.selections.length === 0 ? undefined : select(field, '_Block_', block)),
    deployment: () => deployment,
    hasIndexingErrors: () => hasIndexingErrors,
  })
}

function formatErrors(error: unknown): string {
  const errors = error instanceof RequestErrors ? error.errors : [error]
  return JSON.stringify({ errors: errors.map(formatError) })
}

function formatError(error: unknown): Record<string, unknown> {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof GraphQLError) {
    return { message, ...(error.locations !== undefined && { locations: error.locations }) }
  }
  if (error instanceof QueryError) return { message, ...(error.location && { locations: [error.location] }) }
  return { message: `The query could not be run (${message}); ask in smaller parts` }
}
