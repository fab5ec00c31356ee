import type { EntityModel, FieldModel, SchemaModel } from '../schema/schema-model.ts'

const ORDERED = ['', 'not', 'gt', 'lt', 'gte', 'lte', 'in', 'not_in'] as const
const TEXT = [
  'contains',
  'contains_nocase',
  'not_contains',
  'not_contains_nocase',
  'starts_with',
  'starts_with_nocase',
  'not_starts_with',
  'not_starts_with_nocase',
  'ends_with',
  'ends_with_nocase',
  'not_ends_with',
  'not_ends_with_nocase',
] as const

/** Suffix of a filter; the empty one is equality and `child` stands for a filter on the entity referred to. */
export type FilterOperator = (typeof ORDERED)[number] | (typeof TEXT)[number] | 'child'

/** One key of an entity's `where` argument. */
export type FilterKey = {
  readonly key: string
  readonly field: FieldModel
  readonly operator: FilterOperator
  /** GraphQL type of its value. */
  readonly inputType: string
}

/** All filter keys of an entity type but `_change_block`, `and`, `or`, in the order of its fields. */
export function filterKeysOf(entity: EntityModel): FilterKey[] {
  return [...entity.fields.values()].flatMap((field) => {
    const keys: FilterKey[] =
      field.derivedFrom === undefined
        ? operatorsOf(field).map((operator) => ({
            key: operator === '' ? field.name : `${field.name}_${operator}`,
            field,
            operator,
            inputType: inputTypeOf(field, operator),
          }))
        : []
    if (field.kind !== 'reference') return keys
    const inputType = `${field.typeName}_filter`
    return [...keys, { key: `${field.name}_`, field, operator: 'child', inputType }]
  })
}

/** GraphQL type that stands for an entity's id in filters: Int for Int8 ids, String for all others. */
export function filterTypeName(field: FieldModel): string {
  if (field.kind !== 'reference') return field.typeName
  return field.valueKind === 'Int8' ? 'Int' : 'String'
}

/** `orderBy` values: every field, and the scalars of the entities that single references lead to. */
export function orderKeysOf(entity: EntityModel, model: SchemaModel): string[] {
  return [...entity.fields.values()].flatMap((field) => {
    const target =
      field.kind === 'reference' && !field.isList ? model.entities.get(field.typeName) : undefined
    if (target === undefined) return [field.name]
    const scalars = [...target.fields.values()].filter((child) => child.kind !== 'reference' && !child.isList)
    return [field.name, ...scalars.map((child) => `${field.name}__${child.name}`)]
  })
}

function operatorsOf(field: FieldModel): readonly FilterOperator[] {
  const typeName = filterTypeName(field)
  if (field.isList) {
    const plain: FilterOperator[] = ['', 'not', 'contains', 'not_contains']
    return typeName === 'String' ? [...plain, 'contains_nocase', 'not_contains_nocase'] : plain
  }
  if (field.kind === 'enum' || typeName === 'Boolean') return ['', 'not', 'in', 'not_in']
  if (typeName === 'String') return [...ORDERED, ...TEXT]
  return typeName === 'Bytes' ? [...ORDERED, 'contains', 'not_contains'] : ORDERED
}

function inputTypeOf(field: FieldModel, operator: FilterOperator): string {
  const typeName = filterTypeName(field)
  return field.isList || operator === 'in' || operator === 'not_in' ? `[${typeName}!]` : typeName
}
