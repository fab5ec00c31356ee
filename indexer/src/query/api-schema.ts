import { buildSchema, type GraphQLDirective, GraphQLSchema } from 'graphql'
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
    ...[...model.enums].map(([name, values]) => {
      const described = values.map((value) => `${describe(model, `${name}.${value}`)}${value}`)
      return `${describe(model, name)}enum ${name} { ${described.join(' ')} }`
    }),
    ...entities.map((entity) => entityTypes(entity, model, filters.get(entity.name) ?? new Map())),
  ]
  const built = buildSchema(sdl.join('\n')).toConfig()
  const graphql = new GraphQLSchema({ ...built, directives: apiDirectives(built.directives) })
  return { graphql, model, roots, filters }
}

/** The directives that graph-node shows, in its order. */
function apiDirectives(directives: readonly GraphQLDirective[]): GraphQLDirective[] {
  const names = ['skip', 'include', 'entity', 'subgraphId', 'derivedFrom']
  return names.flatMap((name) => directives.filter((directive) => directive.name === name))
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
    return `${describe(model, `${name}.${field.name}`)}${field.name}${hasArguments ? `(${collectionArguments(field.typeName)})` : ''}: ${outputType(field)}`
  })
  const inputs = [...filters.values()].map((filter) => `${filter.key}: ${filter.inputType}`)
  return [
    `${describe(model, name)}type ${name} { ${fields.join('\n')} }`,
    `enum ${name}_orderBy { ${orderKeysOf(entity, model).join(' ')} }`,
    `input ${name}_filter { ${inputs.join('\n')}\n _change_block: BlockChangedFilter and: [${name}_filter] or: [${name}_filter] }`,
  ].join('\n')
}

/** The description of a type or a field as it stands before it in a schema; empty where it has none. */
function describe(model: SchemaModel, name: string): string {
  const description = model.descriptions.get(name)
  return description === undefined ? '' : `${JSON.stringify(description)}\n`
}

function outputType(field: FieldModel): string {
  return (field.isList ? `[${field.typeName}!]` : field.typeName) + (field.isRequired ? '!' : '')
}
