import { MappingError } from '../errors.ts'
import type { EntityModel, FieldModel, SchemaModel } from '../schema/schema-model.ts'
import type { EntityData, EntityId, Value } from '../store/store.ts'
import { STORE_KIND_NAMES, STORE_KIND_OF, StoreKind, type StoreValue } from '../wasm/store-values.ts'
import type { ParsedId } from './entity-id.ts'

/**
 * Applies what a mapping set to an entity's state: null removes a field, all else must have the field's type.
 * `base` stays as it is.
 */
export function mergeFields(
  schema: SchemaModel,
  model: EntityModel,
  key: ParsedId,
  base: EntityData | undefined,
  fields: ReadonlyMap<string, StoreValue>,
): EntityData {
  const id = key.text
  const merged: EntityData = new Map(base).set('id', key.value)
  for (const [name, value] of fields) {
    const field = model.fields.get(name) as FieldModel
    if (field.derivedFrom !== undefined) {
      throw new MappingError(`Entity ${model.name}[${id}]: field \`${name}\` is derived and can not be set`)
    }
    if (value.kind === StoreKind.null) merged.delete(name)
    else merged.set(name, convertField(schema, model, id, field, value))
  }
  for (const field of model.storedFields) {
    if (field.isRequired && !merged.has(field.name)) {
      throw new MappingError(
        `Entity ${model.name}[${id}]: missing value for non-nullable field \`${field.name}\``,
      )
    }
  }
  return merged
}

function convertField(
  schema: SchemaModel,
  model: EntityModel,
  id: EntityId,
  field: FieldModel,
  value: StoreValue,
): Value {
  const wrong = (found: StoreValue, at: string) =>
    new MappingError(
      `Entity ${model.name}[${id}]: the value for field \`${field.name}\`${at} must have type ` +
        `${field.isList && at === '' ? `[${field.typeName}]` : field.typeName} but has type ${STORE_KIND_NAMES[found.kind]}`,
    )
  if (!field.isList) {
    const converted = convertScalar(schema, field, value)
    if (converted === undefined) throw wrong(value, '')
    return converted
  }
  if (value.kind !== StoreKind.array) throw wrong(value, '')
  return value.value.map((item, i) => {
    const converted = convertScalar(schema, field, item)
    if (converted === undefined) throw wrong(item, ` at index ${i}`)
    return converted
  })
}

function convertScalar(schema: SchemaModel, field: FieldModel, value: StoreValue): Value | undefined {
  if (value.kind === StoreKind.null || value.kind === StoreKind.array) return undefined
  if (value.kind === StoreKind.int && field.valueKind === 'Int8') return BigInt(value.value)
  if (value.kind !== STORE_KIND_OF[field.valueKind]) return undefined
  if (field.kind === 'enum' && !schema.enums.get(field.typeName)?.includes(value.value as string)) {
    throw new MappingError(
      `\`${value.value}\` is not a value of the enum ${field.typeName} (field ${field.name})`,
    )
  }
  return value.value
}
