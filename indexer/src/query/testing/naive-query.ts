import type { BigDecimal } from '../../numbers/big-decimal.ts'
import type { EntityModel, FieldModel, SchemaModel, ValueKind } from '../../schema/schema-model.ts'
import type { EntityData, Value } from '../../store/store.ts'
import { type FilterKey, filterKeysOf } from '../filter-keys.ts'
import type { NaiveState, Version } from './naive-state.ts'

/** A `where` argument with values as the store holds them. */
export type NaiveWhere = Readonly<{ [key: string]: Value | NaiveWhere | readonly NaiveWhere[] }>

/** Arguments of a list field. */
export type NaiveArguments = {
  readonly where?: NaiveWhere
  readonly orderBy?: string
  readonly orderDirection?: 'asc' | 'desc'
  readonly first?: number
  readonly skip?: number
}

/** Thrown where graph-node refuses a filter. */
export class NaiveRefusal extends Error {}

/** What a filter's operator is made of: `not_contains_nocase` is `contains`, negated, without case. */
type Operator = { readonly base: string; readonly isNegated: boolean; readonly isNocase: boolean }

/**
 * Evaluates list queries over a plain state, one entity at a time, by the rules of graph-node and PostgreSQL as they are
 * written down: nothing here is taken from the query compiler.
 */
export class NaiveQuery {
  readonly #schema: SchemaModel
  readonly #state: NaiveState

  constructor(schema: SchemaModel, state: NaiveState) {
    this.#schema = schema
    this.#state = state
  }

  /** Rule: 100 rows unless asked otherwise, by ascending id unless `orderBy` is given; only then a direction counts. */
  select(type: string, values: NaiveArguments, among: readonly Version[] = this.#all(type)): Version[] {
    const entity = this.#entity(type)
    const { where = {}, orderBy, orderDirection = 'asc', first = 100, skip = 0 } = values
    this.#refuse(entity, where)
    const found = among.filter((version) => this.#holds(entity, version, where))
    const direction = orderBy !== undefined && orderDirection === 'desc' ? -1 : 1
    found.sort((a, b) => {
      const byKey = orderBy === undefined ? 0 : this.#compareBy(entity, orderBy, a, b)
      return direction * (byKey === 0 ? this.#compareBy(entity, 'id', a, b) : byKey)
    })
    return found.slice(skip, skip + first)
  }

  /** The entities that a reference field of `data` leads to. */
  related(data: EntityData, field: FieldModel): Version[] {
    const id = data.get('id') as Value
    const leadsTo = (candidate: Version) =>
      field.derivedFrom === undefined
        ? names(data.get(field.name), candidate.data.get('id') as Value)
        : names(candidate.data.get(field.derivedFrom), id)
    return this.#all(field.typeName).filter(leadsTo)
  }

  #all(type: string): Version[] {
    return [...(this.#state.get(type)?.values() ?? [])]
  }

  #entity(type: string): EntityModel {
    return this.#schema.entities.get(type) as EntityModel
  }

  #filter(entity: EntityModel, key: string): FilterKey {
    return filterKeysOf(entity).find((candidate) => candidate.key === key) as FilterKey
  }

  /** A refusal does not depend on what is stored. */
  #refuse(entity: EntityModel, where: NaiveWhere, isInChild = false): void {
    for (const [key, input] of Object.entries(where)) {
      if (key === '_change_block') continue
      if (key === 'and' || key === 'or') {
        for (const branch of input as readonly NaiveWhere[]) this.#refuse(entity, branch, isInChild)
        continue
      }
      const { field, operator } = this.#filter(entity, key)
      if (operator === 'child') {
        // Rule: a filter on another entity holds none on a third.
        if (isInChild) throw new NaiveRefusal(key)
        this.#refuse(this.#entity(field.typeName), input as NaiveWhere, true)
      } else if (isRefused(field, readOperator(operator), input as Value)) throw new NaiveRefusal(key)
    }
  }

  /** Rule: the conditions of one level are joined by AND; an empty `or` holds nowhere, an empty `and` everywhere. */
  #holds(entity: EntityModel, version: Version, where: NaiveWhere): boolean {
    for (const [key, input] of Object.entries(where)) {
      if (!this.#holdsOne(entity, version, key, input)) return false
    }
    return true
  }

  #holdsOne(entity: EntityModel, version: Version, key: string, input: NaiveWhere[string]): boolean {
    const branches = input as readonly NaiveWhere[]
    if (key === 'and') return !branches.some((branch) => !this.#holds(entity, version, branch))
    if (key === 'or') return branches.some((branch) => this.#holds(entity, version, branch))
    if (key === '_change_block') return version.from >= Number((input as { number_gte: bigint }).number_gte)
    const { field, operator } = this.#filter(entity, key)
    if (operator === 'child') {
      const target = this.#entity(field.typeName)
      return this.related(version.data, field).some((child) =>
        this.#holds(target, child, input as NaiveWhere),
      )
    }
    const stored = version.data.get(field.name) ?? null
    return holdsFor(field, readOperator(operator), stored, input as Value)
  }

  /** Rule: null is larger than every value; `ref__field` is null where there is no such entity. */
  #compareBy(entity: EntityModel, orderBy: string, a: Version, b: Version): number {
    const [name = '', childName] = orderBy.split('__')
    const field = entity.fields.get(name) as FieldModel
    const target = childName === undefined ? undefined : this.#entity(field.typeName)
    const sortField = target === undefined ? field : (target.fields.get(childName as string) as FieldModel)
    const read = ({ data }: Version): Value => {
      if (target === undefined) return data.get(name) ?? null
      const [child] = this.select(field.typeName, {}, this.related(data, field))
      return child?.data.get(sortField.name) ?? null
    }
    const [x, y] = [read(a), read(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return compareValues(sortField.valueKind, x, y)
  }
}

/** Whether a reference, single or list, names an id. */
function names(reference: Value | undefined, id: Value): boolean {
  const ids = Array.isArray(reference) ? reference : [reference ?? null]
  return ids.some((one) => one !== null && isEqual(one, id))
}

function readOperator(operator: string): Operator {
  const isNegated = operator === 'not' || operator.startsWith('not_')
  const isNocase = operator.endsWith('_nocase')
  const base = operator.replace(/^not_?/, '').replace(/_nocase$/, '')
  return { base, isNegated, isNocase }
}

/** Rule: null is compared by equality only, and bytes know neither LIKE nor ILIKE. */
function isRefused(field: FieldModel, { base, isNocase }: Operator, input: Value): boolean {
  if (input === null) return base !== ''
  if (field.isList || field.valueKind !== 'Bytes') return false
  return base === 'starts_with' || base === 'ends_with' || isNocase
}

function holdsFor(field: FieldModel, operator: Operator, stored: Value, input: Value): boolean {
  const { base, isNegated, isNocase } = operator
  if (input === null) return (stored === null) !== isNegated
  if (field.isList && isNocase) return someElementIsLike(stored, input as Value[]) !== isNegated
  // SQL's null: neither a condition on it nor the negation of that condition holds.
  if (stored === null) return false
  if (base === 'in') {
    const list = input as Value[]
    return list.length > 0 && list.some((one) => isEqual(stored, one)) !== isNegated
  }
  if (base === '') return isEqual(stored, input) !== isNegated
  if (field.isList) {
    const has = (one: Value) => (stored as Value[]).some((element) => isEqual(element, one))
    const list = input as Value[]
    return isNegated ? !list.some(has) : !list.some((one) => !has(one))
  }
  const order = () => compareValues(field.valueKind, stored, input)
  switch (base) {
    case 'gt':
      return order() > 0
    case 'gte':
      return order() >= 0
    case 'lt':
      return order() < 0
    case 'lte':
      return order() <= 0
  }
  if (stored instanceof Uint8Array) {
    return Buffer.from(stored).indexOf(Buffer.from(input as Uint8Array)) >= 0 !== isNegated
  }
  return patternOf(base, input as string, isNocase).test(stored as string) !== isNegated
}

function someElementIsLike(stored: Value, patterns: readonly Value[]): boolean {
  const elements = (stored ?? []) as string[]
  return patterns.some((pattern) =>
    elements.some((element) => toRegExp(pattern as string, true).test(element)),
  )
}

/** Rule: the value stands in a LIKE pattern as it is; a `contains` whose value has a `%` is the pattern. */
function patternOf(base: string, value: string, isNocase: boolean): RegExp {
  if (base === 'starts_with') return toRegExp(`${value}%`, isNocase)
  if (base === 'ends_with') return toRegExp(`%${value}`, isNocase)
  return toRegExp(value.includes('%') ? value : `%${value}%`, isNocase)
}

/** Rule: `%` is any text, `_` one character, a backslash quotes; without case, ASCII letters are equal in both cases. */
function toRegExp(pattern: string, isNocase: boolean): RegExp {
  const source = pattern.replace(/\\(.)|./gsu, (token, quoted: string | undefined) => {
    if (token === '%') return '.*'
    if (token === '_') return '.'
    const character = quoted ?? token
    if (isNocase && /^[a-zA-Z]$/.test(character)) {
      return `[${character.toLowerCase()}${character.toUpperCase()}]`
    }
    return `\\u{${(character.codePointAt(0) as number).toString(16)}}`
  })
  return new RegExp(`^${source}$`, 'su')
}

function isEqual(a: Value, b: Value): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    const [list, other] = [a as Value[], b as Value[]]
    return list.length === other.length && !list.some((one, i) => !isEqual(one, other[i] as Value))
  }
  if (a instanceof Uint8Array) return Buffer.compare(a, b as Uint8Array) === 0
  if (typeof a === 'object') return compareValues('BigDecimal', a, b) === 0
  return a === b
}

/** Rule: texts and bytes compare byte by byte, numbers by size, false before true. */
function compareValues(kind: ValueKind, a: Value, b: Value): number {
  if (kind === 'String') return Buffer.compare(Buffer.from(a as string), Buffer.from(b as string))
  if (kind === 'Bytes') return Buffer.compare(a as Uint8Array, b as Uint8Array)
  if (kind !== 'BigDecimal') return (a as number) < (b as number) ? -1 : Number((a as number) > (b as number))
  const [x, y] = [a as BigDecimal, b as BigDecimal]
  const exp = Math.min(x.exp, y.exp)
  const difference = x.digits * 10n ** BigInt(x.exp - exp) - y.digits * 10n ** BigInt(y.exp - exp)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
