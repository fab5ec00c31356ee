import { buildSchema, type GraphQLSchema, isScalarType, Kind, type ValueNode } from 'graphql'
import { type EntityModel, type FieldModel, SchemaError, type SchemaModel } from '../schema/schema-model.ts'
import { rootNamesOf } from './api-names.ts'
import { type FilterKey, filterKeysOf, orderKeysOf } from './filter-keys.ts'

/** What a root field asks for. */
export type RootField = { readonly entity: EntityModel; readonly isMany: boolean }

/** The query API of a subgraph: the GraphQL schema and what its fields and filters stand for. */
export type ApiSchema = {
  readonly graphql: GraphQLSchema
  readonly model: SchemaModel
  readonly roots: ReadonlyMap<string, RootField>
  /** Filter keys by entity type and key. */
  readonly filters: ReadonlyMap<string, ReadonlyMap<string, FilterKey>>
}

const COMMON = `
"Marks a type of the subgraph that is stored."
directive @entity on OBJECT
"The subgraph a type belongs to."
directive @subgraphId(id: String!) on OBJECT
"Marks a field that is looked up through the field of another type."
directive @derivedFrom(field: String!) on FIELD_DEFINITION
scalar BigDecimal
scalar BigInt
scalar Bytes
"8 bytes signed integer"
scalar Int8
"Microseconds since the Unix epoch"
scalar Timestamp
enum OrderDirection { asc desc }
enum _SubgraphErrorPolicy_ {
  "Return data even if the subgraph has indexing errors"
  allow
  "Return no data if the subgraph has indexing errors; the default"
  deny
}
"Block to answer at: one of hash, number, or a number that must have been reached"
input Block_height { hash: Bytes number: Int number_gte: Int }
input BlockChangedFilter { number_gte: Int! }
type _Block_ {
  "Null where the block was asked for by number"
  hash: Bytes
  number: Int!
  "Seconds since the Unix epoch; null where the block was asked for by number"
  timestamp: Int
  "Null where the block was asked for by number"
  parentHash: Bytes
}
type _Meta_ {
  "The block the answer belongs to"
  block: _Block_!
  "Deployment of the subgraph"
  deployment: String!
  "Whether indexing stopped on an error"
  hasIndexingErrors: Boolean!
}
`

/**
 * Generates the query API of a subgraph, with graph-node's names and arguments.
 *
 * @throws SchemaError if two types or fields lead to the same name in the API.
 */
export function buildApiSchema(model: SchemaModel): ApiSchema {
  const entities = [...model.entities.values()]
  const roots = new Map<string, RootField>()
  for (const entity of entities) {
    const { one, many } = rootNamesOf(entity)
    for (const [name, isMany] of [[one, false] as const, [many, true] as const]) {
      const other = roots.get(name)
      if (other !== undefined) {
        const problem = `its query field \`${name}\` is already that of ${other.entity.name}; rename one`
        throw new SchemaError(problem, { typeName: entity.name, line: entity.line })
      }
      roots.set(name, { entity, isMany })
    }
  }
  const filters = new Map(entities.map((entity) => [entity.name, indexFilters(entity)]))
  const rootLines = [...roots].map(([name, { entity, isMany }]) =>
    isMany
      ? `${name}(${collectionArguments(entity.name)}, block: Block_height, subgraphError: _SubgraphErrorPolicy_! = deny): [${entity.name}!]!`
      : `${name}(id: ID!, block: Block_height, subgraphError: _SubgraphErrorPolicy_! = deny): ${entity.name}`,
  )
  const sdl = [
    COMMON,
    `type Query { ${rootLines.join('\n')}\n _meta(block: Block_height): _Meta_ }`,
    ...[...model.enums].map(([name, values]) => `enum ${name} { ${values.join(' ')} }`),
    ...entities.map((entity) => entityTypes(entity, model, filters.get(entity.name) ?? new Map())),
  ]
  const graphql = buildSchema(sdl.join('\n'))
  installScalars(graphql)
  return { graphql, model, roots, filters }
}

function indexFilters(entity: EntityModel): ReadonlyMap<string, FilterKey> {
  const index = new Map<string, FilterKey>()
  for (const filter of filterKeysOf(entity)) {
    if (index.has(filter.key) || filter.key === 'and' || filter.key === 'or') {
      const problem = `field \`${filter.field.name}\`: the filter \`${filter.key}\` exists twice; rename the field`
      throw new SchemaError(problem, { typeName: entity.name, line: filter.field.line })
    }
    index.set(filter.key, filter)
  }
  return index
}

function collectionArguments(typeName: string): string {
  return `skip: Int = 0, first: Int = 100, orderBy: ${typeName}_orderBy, orderDirection: OrderDirection, where: ${typeName}_filter`
}

function entityTypes(
  entity: EntityModel,
  model: SchemaModel,
  filters: ReadonlyMap<string, FilterKey>,
): string {
  const { name } = entity
  const fields = [...entity.fields.values()].map((field) => {
    const hasArguments = field.kind === 'reference' && field.isList
    return `${field.name}${hasArguments ? `(${collectionArguments(field.typeName)})` : ''}: ${outputType(field)}`
  })
  const inputs = [...filters.values()].map((filter) => `${filter.key}: ${filter.inputType}`)
  return [
    `type ${name} { ${fields.join('\n')} }`,
    `enum ${name}_orderBy { ${orderKeysOf(entity, model).join(' ')} }`,
    `input ${name}_filter { ${inputs.join('\n')}\n _change_block: BlockChangedFilter and: [${name}_filter] or: [${name}_filter] }`,
  ].join('\n')
}

function outputType(field: FieldModel): string {
  return (field.isList ? `[${field.typeName}!]` : field.typeName) + (field.isRequired ? '!' : '')
}

const INTEGERS = ['BigInt', 'Int8', 'Timestamp']
const NUMBERS = [...INTEGERS, 'BigDecimal']

/**
 * Gives the subgraph scalars their input coercion: every value becomes text, and numbers keep all their digits.
 */
export function installScalars(schema: GraphQLSchema): void {
  for (const name of ['Bytes', ...NUMBERS]) {
    const scalar = schema.getType(name)
    if (!isScalarType(scalar)) continue
    scalar.parseLiteral = (node) => literalText(name, node)
    scalar.parseValue = (value) => variableText(name, value)
  }
}

function literalText(name: string, node: ValueNode): string {
  const isAllowed =
    node.kind === Kind.STRING ||
    (node.kind === Kind.INT && name !== 'Bytes') ||
    (node.kind === Kind.FLOAT && name === 'BigDecimal')
  if (!isAllowed) throw new TypeError(`${name} cannot represent this value; write it as a string`)
  return node.value
}

function variableText(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' && name !== 'Bytes') {
    if (Number.isSafeInteger(value)) return String(value)
    if (name === 'BigDecimal' && !Number.isInteger(value)) return String(value)
    throw new TypeError(`${name} cannot represent the JSON number ${value} exactly; send it as a string`)
  }
  throw new TypeError(`${name} cannot represent ${JSON.stringify(value)}; send a string`)
}
