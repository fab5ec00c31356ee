import { SchemaError } from './schema-error.ts'
import type { EntityModel, FieldModel } from './schema-model.ts'

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
