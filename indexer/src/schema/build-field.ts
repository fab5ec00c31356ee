import { type ConstDirectiveNode, type FieldDefinitionNode, Kind, type TypeNode } from 'graphql'
import {
  type EntityModel,
  type FieldModel,
  type IdKind,
  type ScalarKind,
  SchemaError,
  type ValueKind,
} from './schema-model.ts'

/** Names of the built-in scalars. */
export const SCALAR_KINDS: ReadonlySet<string> = new Set<ScalarKind>([
  'ID',
  'String',
  'Bytes',
  'Int',
  'Int8',
  'BigInt',
  'BigDecimal',
  'Boolean',
  'Timestamp',
])

/** Builds the model of one field; `idKinds` holds the id kind of every entity type. */
export function buildField(
  entityName: string,
  node: FieldDefinitionNode,
  enums: ReadonlyMap<string, readonly string[]>,
  idKinds: ReadonlyMap<string, IdKind>,
): FieldModel {
  const name = node.name.value
  const line = lineOf(node)
  const refuse = (problem: string): never => {
    throw new SchemaError(`field \`${name}\`: ${problem}`, { typeName: entityName, line })
  }
  if (name.startsWith('_')) refuse('names that begin with an underscore are reserved; rename it')
  if ((node.arguments ?? []).length > 0) refuse('fields of entities take no arguments; remove them')
  for (const directive of node.directives ?? []) {
    if (directive.name.value !== 'derivedFrom') refuse(`directive @${directive.name.value} is not supported`)
  }
  const shape = unwrapType(node.type)
  if (shape === undefined) return refuse('lists must be of the form [Type!] or [Type!]!, one level deep')
  const { typeName, isList, isRequired } = shape
  const kind = SCALAR_KINDS.has(typeName)
    ? (typeName as ScalarKind)
    : enums.has(typeName)
      ? 'enum'
      : idKinds.has(typeName)
        ? 'reference'
        : refuse(`type ${typeName} is not declared`)
  const valueKind: ValueKind =
    kind === 'reference'
      ? (idKinds.get(typeName) as IdKind)
      : kind === 'ID' || kind === 'enum'
        ? 'String'
        : kind
  return {
    name,
    kind,
    typeName,
    valueKind,
    isList,
    isRequired,
    derivedFrom: derivedFromOf(node, refuse),
    line,
  }
}

function derivedFromOf(node: FieldDefinitionNode, refuse: (problem: string) => never): string | undefined {
  const directive = findDirective(node, 'derivedFrom')
  if (directive === undefined) return undefined
  const argument = directive.arguments?.find((candidate) => candidate.name.value === 'field')
  return argument?.value.kind === Kind.STRING
    ? argument.value.value
    : refuse('@derivedFrom needs `field: "name"`')
}

function unwrapType(type: TypeNode): { typeName: string; isList: boolean; isRequired: boolean } | undefined {
  const isRequired = type.kind === Kind.NON_NULL_TYPE
  const bare = isRequired ? type.type : type
  if (bare.kind === Kind.NAMED_TYPE) return { typeName: bare.name.value, isList: false, isRequired }
  if (bare.kind !== Kind.LIST_TYPE || bare.type.kind !== Kind.NON_NULL_TYPE) return undefined
  const element = bare.type.type
  return element.kind === Kind.NAMED_TYPE
    ? { typeName: element.name.value, isList: true, isRequired }
    : undefined
}

/** Line of a parsed node in its source, counted from 1. */
export function lineOf(node: {
  readonly loc?: { readonly startToken: { readonly line: number } } | undefined
}): number {
  return node.loc?.startToken.line ?? 0
}

/** The directive `name` of a node, if it carries it. */
export function findDirective(
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): ConstDirectiveNode | undefined {
  return node.directives?.find((directive) => directive.name.value === name)
}

/**
 * Checks that a derived field points at a stored field which refers back to its entity.
 *
 * @throws SchemaError if `@derivedFrom` names no such field.
 */
export function checkDerivedField(
  entity: EntityModel,
  field: FieldModel,
  entities: ReadonlyMap<string, EntityModel>,
): void {
  const problem = findProblem(entity, field, entities)
  if (problem === undefined) return
  throw new SchemaError(`field \`${field.name}\`: ${problem}`, { typeName: entity.name, line: field.line })
}

function findProblem(
  entity: EntityModel,
  field: FieldModel,
  entities: ReadonlyMap<string, EntityModel>,
): string | undefined {
  if (field.derivedFrom === undefined) return undefined
  if (field.name === 'id') return '`id` cannot be derived'
  const target = entities.get(field.typeName)
  if (target === undefined) return '@derivedFrom needs an entity type'
  const source = target.fields.get(field.derivedFrom)
  const place = `${target.name}.${field.derivedFrom}`
  if (source === undefined) return `@derivedFrom names ${place}, which does not exist`
  if (source.derivedFrom !== undefined) return `@derivedFrom names ${place}, which is derived itself`
  if (source.typeName !== entity.name)
    return `@derivedFrom names ${place}, which must refer to ${entity.name}`
  return undefined
}
