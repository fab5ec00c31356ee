import type { BigDecimal } from '../../numbers/big-decimal.ts'
import type { EntityModel, FieldModel, SchemaModel, ValueKind } from '../../schema/schema-model.ts'
import type { EntityData, Value } from '../../store/store.ts'
import { type FilterKey, filterKeysOf } from '../filter-keys.ts'
import type { NaiveState, Version } from './naive-state.ts'

/** A `where` argument in values of the store; `and` and `or` hold lists of it, child filters one. */
export type NaiveWhere = { readonly [key: string]: Value | NaiveWhere | readonly NaiveWhere[] }

/** Arguments of a list field. */
export type NaiveArguments = {
  readonly where?: NaiveWhere
  readonly orderBy?: string
  readonly orderDirection?: 'asc' | 'desc'
  readonly first?: number
  readonly skip?: number
}

/** Thrown where the server must refuse. */
export class NaiveRefusal extends Error {}

/** Evaluates list queries over a plain state, one entity at a time: slow, and as close to the rules as can be. */
export class NaiveQuery {
  readonly #schema: SchemaModel
  readonly #state: NaiveState

  constructor(schema: SchemaModel, state: NaiveState) {
    this.#schema = schema
    this.#state = state
  }

  select(type: string, values: NaiveArguments, among: readonly Version[] = this.#all(type)): Version[] {
    const entity = this.#entity(type)
    const { where = {}, orderBy = 'id', orderDirection = 'asc', first = 100, skip = 0 } = values
    this.#refuseUnsupported(entity, where)
    const found = among.filter((version) => this.#matches(entity, version, where))
    const sign = orderDirection === 'asc' ? 1 : -1
    found.sort(
      (a, b) => sign * (this.#compareBy(entity, orderBy, a, b) || this.#compareBy(entity, 'id', a, b)),
    )
    return found.slice(skip, skip + first)
  }

  /** The entities that a reference field of `data` leads to. */
  related(data: EntityData, field: FieldModel): Version[] {
    const id = data.get('id') as Value
    return this.#all(field.typeName).filter((candidate) => {
      if (field.derivedFrom === undefined)
        return refersTo(data.get(field.name), candidate.data.get('id') as Value)
      return refersTo(candidate.data.get(field.derivedFrom), id)
    })
  }

  /** Refusals do not depend on what is stored. */
  #refuseUnsupported(entity: EntityModel, where: NaiveWhere): void {
    for (const [key, input] of Object.entries(where)) {
      if (key === 'and' || key === 'or') {
        for (const part of input as NaiveWhere[]) this.#refuseUnsupported(entity, part)
        continue
      }
      const filter = filterKeysOf(entity).find((candidate) => candidate.key === key)
      if (filter === undefined) continue
      const { field, operator } = filter
      if (operator === 'child') this.#refuseUnsupported(this.#entity(field.typeName), input as NaiveWhere)
      const isText = /nocase|with/.test(operator)
      if (isText && field.valueKind === 'Bytes' && !field.isList) throw new NaiveRefusal(key)
    }
  }

  #all(type: string): Version[] {
    return [...(this.#state.get(type)?.values() ?? [])]
  }

  #entity(type: string): EntityModel {
    return this.#schema.entities.get(type) as EntityModel
  }

  #matches(entity: EntityModel, version: Version, where: NaiveWhere): boolean {
    return Object.entries(where).every(([key, input]) => {
      if (key === 'and') return (input as NaiveWhere[]).every((part) => this.#matches(entity, version, part))
      if (key === 'or') return (input as NaiveWhere[]).some((part) => this.#matches(entity, version, part))
      if (key === '_change_block') return version.from >= Number((input as { number_gte: bigint }).number_gte)
      const filter = filterKeysOf(entity).find((candidate) => candidate.key === key) as FilterKey
      if (filter.operator === 'child') {
        const children = this.related(version.data, filter.field)
        return children.some((child) =>
          this.#matches(this.#entity(filter.field.typeName), child, input as NaiveWhere),
        )
      }
      return matchesScalar(filter, version.data.get(filter.field.name) ?? null, input as Value)
    })
  }

  #compareBy(entity: EntityModel, orderBy: string, a: Version, b: Version): number {
    const [name = '', childName] = orderBy.split('__')
    const field = entity.fields.get(name) as FieldModel
    if (childName === undefined) return compareNullable(field.valueKind, a.data.get(name), b.data.get(name))
    const target = this.#entity(field.typeName).fields.get(childName) as FieldModel
    const read = (version: Version) => {
      const [child] = this.select(field.typeName, {}, this.related(version.data, field))
      return child?.data.get(childName)
    }
    return compareNullable(target.valueKind, read(a), read(b))
  }
}

function refersTo(reference: Value | undefined, id: Value): boolean {
  if (reference === undefined || reference === null) return false
  const kind = id instanceof Uint8Array ? 'Bytes' : typeof id === 'bigint' ? 'Int8' : 'String'
  const ids = Array.isArray(reference) ? reference : [reference]
  return ids.some((one) => compareValues(kind, one, id) === 0)
}

function matchesScalar({ field, operator }: FilterKey, stored: Value, input: Value): boolean {
  const kind = field.valueKind
  if (operator === 'in' || operator === 'not_in') {
    const inputs = input as Value[]
    if (inputs.length === 0) return operator === 'not_in'
    if (stored === null) return false
    return inputs.some((one) => compareValues(kind, stored, one) === 0) === (operator === 'in')
  }
  if (input === null && operator === '') return stored === null
  if (input === null && operator === 'not') return stored !== null
  if (stored === null) return false
  if (Array.isArray(input)) return matchesList(kind, operator, stored as Value[], input)
  const order = compareValues(kind, stored, input)
  switch (operator) {
    case '':
      return order === 0
    case 'not':
      return order !== 0
    case 'gt':
      return order > 0
    case 'lt':
      return order < 0
    case 'gte':
      return order >= 0
    case 'lte':
      return order <= 0
    default:
      return matchesPart(operator, stored, input)
  }
}

function matchesPart(operator: string, stored: Value, input: Value): boolean {
  const isNegated = operator.startsWith('not_')
  const base = operator.replace('not_', '').replace('_nocase', '')
  if (stored instanceof Uint8Array) {
    return Buffer.from(stored).includes(Buffer.from(input as Uint8Array)) !== isNegated
  }
  const fold = operator.endsWith('_nocase') ? foldAscii : (text: string) => text
  const [text, part] = [fold(stored as string), fold(input as string)]
  const holds =
    base === 'contains'
      ? text.includes(part)
      : base === 'starts_with'
        ? text.startsWith(part)
        : text.endsWith(part)
  return holds !== isNegated
}

function matchesList(kind: ValueKind, operator: string, stored: Value[], input: Value[]): boolean {
  const isEqual =
    stored.length === input.length &&
    stored.every((one, i) => compareValues(kind, one, input[i] as Value) === 0)
  if (operator === '' || operator === 'not') return isEqual === (operator === '')
  const fold = (value: Value) => (operator.endsWith('_nocase') ? foldAscii(value as string) : value)
  const holds = input.every((one) =>
    stored.some((other) => compareValues(kind, fold(other), fold(one)) === 0),
  )
  return holds !== operator.startsWith('not_')
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** Null is the largest value. */
function compareNullable(kind: ValueKind, a: Value | undefined, b: Value | undefined): number {
  const [isNullA, isNullB] = [a === undefined || a === null, b === undefined || b === null]
  if (isNullA || isNullB) return Number(isNullA) - Number(isNullB)
  return compareValues(kind, a as Value, b as Value)
}

function compareValues(kind: ValueKind, a: Value, b: Value): number {
  if (kind === 'String') return Buffer.compare(Buffer.from(a as string), Buffer.from(b as string))
  if (kind === 'Bytes') return Buffer.compare(a as Uint8Array, b as Uint8Array)
  if (kind === 'BigDecimal') {
    const [x, y] = [a as BigDecimal, b as BigDecimal]
    const exp = Math.min(x.exp, y.exp)
    return Number(sign(x.digits * 10n ** BigInt(x.exp - exp) - y.digits * 10n ** BigInt(y.exp - exp)))
  }
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0
}

function sign(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0
}
