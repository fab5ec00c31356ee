import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type FieldNode, Kind, parse, type ValueNode } from 'graphql'
import type { BlockWithLogs } from '../chain/chain-types.ts'
import { parseBlock, parseLog, parseTransactions } from '../chain/parse-rpc.ts'
import { loadBuild, type SubgraphBuild } from '../manifest/load-build.ts'
import { EntityCache } from '../runtime/entity-cache.ts'
import { processBlock } from '../runtime/process-block.ts'
import type { EntityModel, ValueKind } from '../schema/schema-model.ts'
import { openStore } from '../store/open-store.ts'
import type { Value } from '../store/store.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { rootNamesOf } from './api-names.ts'
import { filterKeysOf } from './filter-keys.ts'
import { type NaiveArguments, NaiveQuery, NaiveRefusal, type NaiveWhere } from './testing/naive-query.ts'
import { applyChanges, emptyState, type NaiveState, type Version } from './testing/naive-state.ts'
import { toJsonValue } from './testing/render-input.ts'

type Json = Readonly<Record<string, unknown>>
type TapeBlock = {
  readonly number: number
  readonly hash: string
  readonly transactions?: readonly Json[]
  readonly logs?: readonly { a: number; t: string[]; d: string; x: number; i: number }[]
} & Json
type Recorded = {
  /** Category; `document` is about GraphQL, not about lists. */
  readonly c: string
  readonly q: string
  readonly v?: unknown
  readonly a: Json & { readonly errors?: readonly { readonly message: string }[]; readonly sha256?: string }
}

const FOLDER = new URL('../../../test/vectors/graph-node/', import.meta.url)
const readVector = (name: string) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))
const tape = readVector('tape.json') as { addresses: string[]; parentOfZero: string; blocks: TapeBlock[] }

function placeBuild(): SubgraphBuild {
  const folder = temporaryFolder()
  cpSync(new URL('build', FOLDER), folder, { recursive: true })
  let next = 0
  const manifest = readFileSync(join(folder, 'subgraph.yaml'), 'utf8')
    .replaceAll(/"0x0{40}"/g, () => `"${tape.addresses[next++]}"`)
    .replaceAll('startBlock: 0', 'startBlock: 2')
  writeFileSync(join(folder, 'subgraph.yaml'), manifest)
  return loadBuild(folder)
}

const hex = (value: number) => `0x${value.toString(16)}`

function readBlock(raw: TapeBlock): BlockWithLogs {
  const transactions = (raw.transactions ?? []).map((one) => ({
    input: '0x',
    ...one,
    transactionIndex: hex(Number(one.index)),
  }))
  const logs = (raw.logs ?? []).map(({ a, t, d, x, i }) =>
    parseLog({
      address: tape.addresses[a],
      topics: t,
      data: d,
      blockNumber: hex(raw.number),
      blockHash: raw.hash,
      transactionHash: (raw.transactions ?? []).find(({ index }) => index === x)?.hash,
      transactionIndex: hex(x),
      logIndex: hex(i),
    }),
  )
  const parentHash = tape.blocks[raw.number - 1]?.hash ?? tape.parentOfZero
  return {
    block: parseBlock({
      ...raw,
      number: hex(raw.number),
      timestamp: hex(Number(raw.timestamp)),
      size: hex(Number(raw.size)),
      parentHash,
    }),
    logs,
    transactions: parseTransactions({ transactions }, new Set(logs.map((log) => log.transactionHash))),
    receipts: new Map(),
  }
}

/** The state after each block of the tape, by running the mappings. */
function replay(build: SubgraphBuild): NaiveState[] {
  const store = openStore({
    path: join(temporaryFolder(), 'index.sqlite'),
    schema: build.schema,
    identity: 'x',
  })
  const cache = new EntityCache(build.schema, store, build.apiVersion)
  const states: NaiveState[] = []
  let state = emptyState(build.schema)
  for (const raw of tape.blocks) {
    const item = readBlock(raw)
    const { number, hash, parentHash, timestamp } = item.block
    const changes = number < 2 ? [] : processBlock(build, cache, item, () => {})
    store.commitBlock({ number, hash, parentHash, timestamp }, changes)
    cache.forgetWaiting()
    if (changes.length > 0) state = applyChanges(state, number, changes)
    states.push(state)
  }
  store.close()
  return states
}

/** Thrown for a query that is not a plain list of one type. */
class NotPlain extends Error {}

function literal(node: ValueNode, kind: ValueKind): Value {
  if (node.kind === Kind.NULL) return null
  if (node.kind === Kind.LIST) return node.values.map((item) => literal(item, kind))
  const text =
    node.kind === Kind.INT || node.kind === Kind.STRING || node.kind === Kind.ENUM ? node.value : undefined
  switch (kind) {
    case 'BigInt':
    case 'Int8':
    case 'Timestamp':
      if (text !== undefined && node.kind !== Kind.ENUM && /^-?\d+$/.test(text)) return BigInt(text)
      break
    case 'Int':
      if (node.kind === Kind.INT && Math.abs(Number(text)) < 2 ** 31) return Number(text)
      break
    case 'Bytes':
      if (node.kind === Kind.STRING && /^(0x)?([0-9a-fA-F]{2})*$/.test(node.value)) {
        return new Uint8Array(Buffer.from(node.value.replace(/^0x/, ''), 'hex'))
      }
      break
    case 'Boolean':
      if (node.kind === Kind.BOOLEAN) return node.value
      break
    case 'String':
      if (text !== undefined && node.kind !== Kind.INT) return text
  }
  throw new NotPlain()
}

function whereOf(build: SubgraphBuild, entity: EntityModel, node: ValueNode): NaiveWhere {
  if (node.kind !== Kind.OBJECT) throw new NotPlain()
  const keys = node.fields.map(({ name }) => name.value)
  const mixes = keys.length > 1 && (keys.includes('and') || keys.includes('or'))
  if (mixes || new Set(keys).size < keys.length) throw new NotPlain()
  return Object.fromEntries(
    node.fields.map(({ name: { value: key }, value }) => {
      if (key === 'and' || key === 'or') {
        if (value.kind !== Kind.LIST) throw new NotPlain()
        return [key, value.values.map((branch) => whereOf(build, entity, branch))]
      }
      if (key === '_change_block') {
        if (value.kind !== Kind.OBJECT || value.fields[0]?.value.kind !== Kind.INT) throw new NotPlain()
        return [key, { number_gte: BigInt(value.fields[0].value.value) }] as never
      }
      const filter = filterKeysOf(entity).find((candidate) => candidate.key === key)
      if (filter === undefined) throw new NotPlain()
      const { field, operator } = filter
      if (operator === 'child')
        return [key, whereOf(build, build.schema.entities.get(field.typeName) as EntityModel, value)]
      const isList = field.isList || operator === 'in' || operator === 'not_in'
      if (value.kind !== Kind.NULL && (value.kind === Kind.LIST) !== isList) throw new NotPlain()
      if (value.kind === Kind.LIST && value.values.some(({ kind }) => kind === Kind.NULL))
        throw new NotPlain()
      return [key, literal(value, field.valueKind)]
    }),
  )
}

function rootField(query: string): FieldNode {
  const document = parse(query)
  const [operation] = document.definitions
  if (document.definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION) throw new NotPlain()
  if (operation.operation !== 'query') throw new NotPlain()
  const [field] = operation.selectionSet.selections
  if (operation.selectionSet.selections.length !== 1 || field?.kind !== Kind.FIELD) throw new NotPlain()
  if (field.selectionSet === undefined || (field.directives ?? []).length > 0) throw new NotPlain()
  return field
}

function argumentsOf(build: SubgraphBuild, entity: EntityModel, field: FieldNode) {
  const values: Record<string, unknown> = {}
  let block: number | undefined
  for (const { name, value } of field.arguments ?? []) {
    if (name.value === 'where') values.where = whereOf(build, entity, value)
    else if (
      name.value === 'block' &&
      value.kind === Kind.OBJECT &&
      value.fields[0]?.name.value === 'number'
    ) {
      if (value.fields.length > 1 || value.fields[0].value.kind !== Kind.INT) throw new NotPlain()
      block = Number(value.fields[0].value.value)
    } else if ((name.value === 'first' || name.value === 'skip') && value.kind === Kind.INT)
      values[name.value] = Number(value.value)
    else if ((name.value === 'orderBy' || name.value === 'orderDirection') && value.kind === Kind.ENUM)
      values[name.value] = value.value
    else throw new NotPlain()
  }
  return { values: values as NaiveArguments, block }
}

function project(naive: NaiveQuery, entity: EntityModel, { data }: Version, node: FieldNode): Json {
  const entries = (node.selectionSet?.selections ?? []).map((selected): [string, unknown] => {
    if (selected.kind !== Kind.FIELD || selected.alias !== undefined || (selected.arguments ?? []).length > 0)
      throw new NotPlain()
    const field = entity.fields.get(selected.name.value)
    if (field === undefined || (selected.directives ?? []).length > 0) throw new NotPlain()
    if (field.kind !== 'reference')
      return [field.name, toJsonValue(field.valueKind, data.get(field.name) ?? null)]
    const inner = selected.selectionSet?.selections
    if (field.isList || inner?.length !== 1 || inner[0]?.kind !== Kind.FIELD || inner[0].name.value !== 'id')
      throw new NotPlain()
    const [target] = naive.related(data, field)
    return [
      field.name,
      target === undefined ? null : { id: toJsonValue('Bytes', target.data.get('id') as Value) },
    ]
  })
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const digest = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)

test('the naive executor gives the recorded answers of graph-node to plain lists', () => {
  const build = placeBuild()
  const states = replay(build)
  const entities = new Map(
    [...build.schema.entities.values()].map((entity) => [rootNamesOf(entity).many, entity]),
  )
  const { queries } = readVector('answers.json') as { queries: Recorded[] }
  let [compared, refused] = [0, 0]
  const naiveAt = new Map<number, NaiveQuery>()
  for (const { c, q, v, a } of queries) {
    if (c === 'document' || v !== undefined || /orderBy: \w+__id\b/.test(q)) continue
    try {
      const field = rootField(q)
      const entity = entities.get(field.name.value)
      if (entity === undefined || field.alias !== undefined) continue
      const { values, block = states.length - 1 } = argumentsOf(build, entity, field)
      // What graph-node cannot do is no rule about filters.
      const isTrap = a.errors?.some(({ message }) =>
        /^Ordering by|SortKey|escape character|too large|^Invalid value/.test(message),
      )
      if (isTrap || (values.first ?? 1) < 1 || (values.first ?? 1) > 1000 || (values.skip ?? 0) < 0) continue
      if (block < 1 || block >= states.length) continue
      const naive = naiveAt.get(block) ?? new NaiveQuery(build.schema, states[block] as NaiveState)
      naiveAt.set(block, naive)
      const rows = naive.select(entity.name, values).map((version) => project(naive, entity, version, field))
      const answer = { data: { [field.name.value]: rows } }
      if (a.sha256 !== undefined) assert.equal(digest(answer), a.sha256, q)
      else
        assert.equal(
          digest(answer),
          digest(sortKeys(a)),
          `${q} ${JSON.stringify(a)} ${JSON.stringify(answer)}`,
        )
      compared += 1
    } catch (error) {
      if (error instanceof NaiveRefusal) {
        assert.match(
          a.errors?.[0]?.message ?? 'an answer',
          /unsupported filter|bytea|Non-list value|Child filter nesting/,
          q,
        )
        refused += 1
      } else if (!(error instanceof NotPlain) && !(error instanceof Error && error.name === 'GraphQLError'))
        throw error
    }
  }
  assert.ok(compared > 1_900, `${compared} compared`)
  assert.ok(refused > 300, `${refused} refused`)
})

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([key, item]) => [key, sortKeys(item)]))
}
