import type { EntityModel, FieldModel, SchemaModel } from '../schema/schema-model.ts'
import type { RowScope } from './sql-context.ts'

/** Entity type that a reference field leads to. */
export function targetOf(model: SchemaModel, field: FieldModel): EntityModel {
  const target = model.entities.get(field.typeName)
  if (target === undefined) throw new TypeError(`${field.name} is no reference`)
  return target
}

/** SQL condition that `child` is one of the entities that `field` of `parent` leads to. */
export function linkCondition(
  model: SchemaModel,
  parentEntity: EntityModel,
  field: FieldModel,
  parent: RowScope,
  child: RowScope,
): string {
  const target = targetOf(model, field)
  if (field.derivedFrom === undefined) {
    const reference = parent.column(field)
    return field.isList
      ? `${child.id()} IN (SELECT ${elementAsId(target)} FROM json_each(${reference}))`
      : `${child.id()} = ${reference}`
  }
  const source = target.fields.get(field.derivedFrom) as FieldModel
  const reference = child.column(source)
  return source.isList
    ? `EXISTS (SELECT 1 FROM json_each(${reference}) WHERE value = ${idAsElement(parentEntity, parent)})`
    : `${reference} = ${parent.id()}`
}

function elementAsId({ idKind }: EntityModel): string {
  if (idKind === 'Bytes') return 'unhex(substr(value, 3))'
  return idKind === 'Int8' ? 'CAST(value AS INTEGER)' : 'value'
}

function idAsElement({ idKind }: EntityModel, row: RowScope): string {
  if (idKind === 'Bytes') return `'0x' || lower(hex(${row.id()}))`
  return idKind === 'Int8' ? `CAST(${row.id()} AS TEXT)` : row.id()
}
