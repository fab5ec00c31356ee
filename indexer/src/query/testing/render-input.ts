import { bytesToHex } from '../../hex.ts'
import type { BigDecimal } from '../../numbers/big-decimal.ts'
import type { EntityModel, SchemaModel, ValueKind } from '../../schema/schema-model.ts'
import { encodeSortableDecimal, plainDecimalOf } from '../../store/sortable-decimal.ts'
import type { Value } from '../../store/store.ts'
import { type FilterKey, filterKeysOf } from '../filter-keys.ts'
import type { NaiveArguments, NaiveWhere } from './naive-query.ts'

/** An enum value, which GraphQL text writes without quotes. */
class Name {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toJSON(): string {
    return this.text
  }
}

/** A value as the API shows it: big numbers as strings, bytes as 0x hex. */
export function toJsonValue(kind: ValueKind, value: Value): unknown {
  if (Array.isArray(value)) return value.map((one) => toJsonValue(kind, one))
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) return bytesToHex(value)
  return typeof value === 'string' ? value : plainDecimalOf(encodeSortableDecimal(value as BigDecimal))
}

/** A `where` argument as GraphQL input; JSON.stringify makes variables of it. */
export function toInput(
  schema: SchemaModel,
  entity: EntityModel,
  where: NaiveWhere,
): Record<string, unknown> {
  const keys = filterKeysOf(entity)
  return Object.fromEntries(
    Object.entries(where).map(([key, value]) => {
      if (key === '_change_block') return [key, value]
      if (key === 'and' || key === 'or') {
        return [key, (value as readonly NaiveWhere[]).map((part) => toInput(schema, entity, part))]
      }
      const { field, operator, inputType } = keys.find((candidate) => candidate.key === key) as FilterKey
      if (operator === 'child') {
        const target = schema.entities.get(field.typeName) as EntityModel
        return [key, toInput(schema, target, value as NaiveWhere)]
      }
      const json = toJsonValue(field.valueKind, value as Value)
      if (field.kind === 'enum') return [key, toNames(json)]
      return [
        key,
        inputType.includes('Int') && !inputType.includes('Int8') && !inputType.includes('BigInt')
          ? toNumbers(json)
          : json,
      ]
    }),
  )
}

/** GraphQL text of a list field's arguments with its parentheses; empty without arguments. */
export function renderArguments(
  schema: SchemaModel,
  entity: EntityModel,
  values: NaiveArguments,
  extra: readonly string[] = [],
): string {
  const { where, ...rest } = values
  const parts = Object.entries(rest).map(([name, value]) => `${name}: ${value}`)
  if (where !== undefined) parts.push(`where: ${renderLiteral(toInput(schema, entity, where))}`)
  const all = [...parts, ...extra]
  return all.length === 0 ? '' : `(${all.join(', ')})`
}

function renderLiteral(value: unknown): string {
  if (value instanceof Name) return value.text
  if (Array.isArray(value)) return `[${value.map(renderLiteral).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${renderLiteral(inner)}`)
      .join(', ')}}`
  }
  return JSON.stringify(value)
}

function toNames(json: unknown): unknown {
  return Array.isArray(json) ? json.map(toNames) : json === null ? null : new Name(String(json))
}

function toNumbers(json: unknown): unknown {
  return Array.isArray(json) ? json.map(toNumbers) : json === null ? null : Number(json)
}
