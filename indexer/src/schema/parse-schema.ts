import {
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  GraphQLError,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql'
import { buildField, checkDerivedField, findDirective, lineOf, SCALAR_KINDS } from './build-field.ts'
import type { EntityModel, FieldModel, IdKind, SchemaModel } from './schema-model.ts'
import { SchemaError } from './schema-model.ts'

const ID_KINDS: Readonly<Record<string, IdKind>> = {
  ID: 'String',
  String: 'String',
  Bytes: 'Bytes',
  Int8: 'Int8',
}
const REFUSED_DEFINITIONS: Readonly<Record<string, string>> = {
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interfaces are not supported; declare the entity types on their own',
  [Kind.UNION_TYPE_DEFINITION]: 'unions are not supported; declare the entity types on their own',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input types have no place in a subgraph schema; remove it',
  [Kind.SCALAR_TYPE_DEFINITION]: 'new scalars are not supported; use one of the built-in scalars',
}

/**
 * Parses and checks a subgraph's `schema.graphql`.
 *
 * Language: The Graph's schema documentation (`@entity`, `@derivedFrom`, the scalars above). Interfaces,
 * full-text search, timeseries and aggregations are refused here, so that nothing is silently left out later.
 *
 * @throws SchemaError naming type and line of the first problem.
 */
export function parseSchema(source: string): SchemaModel {
  const document = parseDocument(source)
  const enums = new Map<string, readonly string[]>()
  const idKinds = new Map<string, IdKind>()
  const objects: ObjectTypeDefinitionNode[] = []
  for (const definition of document.definitions) {
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION)
      enums.set(definition.name.value, enumValues(definition))
    else if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) objects.push(definition)
    else refuseDefinition(definition)
  }
  for (const object of objects) {
    checkEntityDirectives(object)
    checkTypeName(object, idKinds, enums)
    idKinds.set(object.name.value, idKindOf(object))
  }
  const entities = new Map(objects.map((object) => [object.name.value, buildEntity(object, enums, idKinds)]))
  if (entities.size === 0) throw new SchemaError('the schema declares no entity type; add one with @entity')
  for (const entity of entities.values()) {
    for (const field of entity.fields.values()) checkDerivedField(entity, field, entities)
  }
  return { entities, enums, descriptions: readDescriptions(document) }
}

function parseDocument(source: string): DocumentNode {
  try {
    return parse(source)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    throw new SchemaError(error.message, { line: error.locations?.[0]?.line })
  }
}

function readDescriptions(document: DocumentNode): Map<string, string> {
  const descriptions = new Map<string, string>()
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.ENUM_TYPE_DEFINITION) continue
    const typeName = node.name.value
    if (node.description !== undefined) descriptions.set(typeName, node.description.value)
    for (const member of (node.kind === Kind.ENUM_TYPE_DEFINITION ? node.values : node.fields) ?? []) {
      if (member.description === undefined) continue
      descriptions.set(`${typeName}.${member.name.value}`, member.description.value)
    }
  }
  return descriptions
}

function refuseDefinition(definition: DefinitionNode): never {
  const typeName = 'name' in definition ? definition.name?.value : undefined
  const problem =
    REFUSED_DEFINITIONS[definition.kind] ?? `${definition.kind} is not part of a subgraph schema`
  throw new SchemaError(problem, {
    ...(typeName === undefined ? {} : { typeName }),
    line: lineOf(definition),
  })
}

function enumValues(node: EnumTypeDefinitionNode): readonly string[] {
  const values = (node.values ?? []).map((value) => value.name.value)
  if (new Set(values).size !== values.length) {
    throw new SchemaError('the enum repeats a value', { typeName: node.name.value, line: lineOf(node) })
  }
  return values
}

function checkEntityDirectives(node: ObjectTypeDefinitionNode): void {
  const typeName = node.name.value
  const refuse = (problem: string, line = lineOf(node)): never => {
    throw new SchemaError(problem, { typeName, line })
  }
  for (const directive of node.directives ?? []) {
    const line = lineOf(directive)
    const name = directive.name.value
    if (name === 'fulltext')
      refuse('@fulltext is not supported; filter with `_contains` or `_starts_with`', line)
    if (name === 'aggregation') refuse('@aggregation is not supported; aggregate in the mapping', line)
    if (name !== 'entity') refuse(`unknown directive @${name}`, line)
    for (const argument of directive.arguments ?? []) {
      const isTrue = argument.value.kind === Kind.BOOLEAN && argument.value.value
      if (argument.value.kind !== Kind.BOOLEAN)
        refuse(`@entity(${argument.name.value}) must be true or false`, line)
      if (argument.name.value === 'timeseries') {
        if (isTrue) refuse('@entity(timeseries: true) is not supported; use an immutable entity', line)
      } else if (argument.name.value !== 'immutable' && argument.name.value !== 'skipDuplicates') {
        refuse(`@entity(${argument.name.value}) is not supported`, line)
      }
    }
  }
  if (isFlagSet(node, 'skipDuplicates') && !isFlagSet(node, 'immutable')) {
    refuse('@entity(skipDuplicates: true) needs immutable: true as well')
  }
  if (findDirective(node, 'entity') === undefined) refuse('the type has no @entity directive; add it')
  const inherited = node.interfaces?.[0]
  if (inherited !== undefined) refuse(`implements ${inherited.name.value}: interfaces are not supported`)
}

function isFlagSet(node: ObjectTypeDefinitionNode, flag: string): boolean {
  const argument = findDirective(node, 'entity')?.arguments?.find(({ name }) => name.value === flag)
  return argument?.value.kind === Kind.BOOLEAN && argument.value.value
}

function checkTypeName(
  node: ObjectTypeDefinitionNode,
  idKinds: ReadonlyMap<string, IdKind>,
  enums: ReadonlyMap<string, readonly string[]>,
): void {
  const typeName = node.name.value
  const refuse = (problem: string): never => {
    throw new SchemaError(problem, { typeName, line: lineOf(node) })
  }
  if (/^(_|sqlite_)/i.test(typeName) || ['Query', 'Mutation', 'Subscription'].includes(typeName)) {
    refuse('the name is reserved; choose another')
  }
  if (SCALAR_KINDS.has(typeName) || enums.has(typeName)) refuse('the name is already a scalar or an enum')
  for (const other of idKinds.keys()) {
    if (other.toLowerCase() === typeName.toLowerCase()) {
      refuse(`the name equals ${other} but for upper and lower case, and both would be one table; rename one`)
    }
  }
}

function idKindOf(node: ObjectTypeDefinitionNode): IdKind {
  const place = { typeName: node.name.value, line: lineOf(node) }
  const id = node.fields?.find((field) => field.name.value === 'id')
  if (id === undefined) throw new SchemaError('the entity has no field `id`; add `id: Bytes!`', place)
  const type = id.type.kind === Kind.NON_NULL_TYPE ? id.type.type : undefined
  const kind = type?.kind === Kind.NAMED_TYPE ? ID_KINDS[type.name.value] : undefined
  if (kind === undefined) {
    throw new SchemaError('`id` must be of type ID!, String!, Bytes! or Int8!', {
      ...place,
      line: lineOf(id),
    })
  }
  return kind
}

function buildEntity(
  node: ObjectTypeDefinitionNode,
  enums: ReadonlyMap<string, readonly string[]>,
  idKinds: ReadonlyMap<string, IdKind>,
): EntityModel {
  const name = node.name.value
  const fields = new Map<string, FieldModel>()
  const seen = new Set<string>()
  for (const fieldNode of node.fields ?? []) {
    const field = buildField(name, fieldNode, enums, idKinds)
    if (seen.has(field.name.toLowerCase())) {
      const problem = `two fields are named \`${field.name}\` (upper and lower case count as the same); rename one`
      throw new SchemaError(problem, { typeName: name, line: field.line })
    }
    seen.add(field.name.toLowerCase())
    fields.set(field.name, field)
  }
  return {
    name,
    idKind: idKinds.get(name) as IdKind,
    isImmutable: isFlagSet(node, 'immutable'),
    skipsDuplicates: isFlagSet(node, 'skipDuplicates'),
    fields,
    storedFields: [...fields.values()].filter((field) => field.derivedFrom === undefined),
    line: lineOf(node),
  }
}
