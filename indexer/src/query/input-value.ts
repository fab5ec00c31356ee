import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
} from 'graphql'
import { QueryError } from './query-error.ts'

/** An input of a query before or after coercion. Numbers keep the digits they were written with. */
export type InputValue =
  | { readonly kind: 'Null' }
  | { readonly kind: 'Int' | 'Float' | 'String' | 'Enum'; readonly text: string }
  | { readonly kind: 'Boolean'; readonly value: boolean }
  | { readonly kind: 'List'; readonly items: readonly InputValue[] }
  | { readonly kind: 'Object'; readonly fields: ReadonlyMap<string, InputValue> }

/** Values of variables; one that was not given is absent. */
export type Variables = ReadonlyMap<string, InputValue>

/** Called where graph-node would refuse what is accepted here; throws where that is not wanted. */
export type OnTrap = (graphNodeError: string) => void

const NULL: InputValue = { kind: 'Null' }
const INT_BITS = 32
const LITERAL_BITS = 64

/** Reads a literal. A variable that was not given is null, as in graph-node; of a key given twice the last counts. */
export function readLiteral(node: ValueNode, variables: Variables, onTrap: OnTrap): InputValue {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variables.get(node.name.value) ?? NULL
    case Kind.NULL:
      return NULL
    case Kind.BOOLEAN:
      return { kind: 'Boolean', value: node.value }
    case Kind.INT:
      if (!fits(node.value, LITERAL_BITS)) onTrap('number too large to fit in target type')
      return { kind: 'Int', text: BigInt(node.value).toString() }
    case Kind.FLOAT:
      return { kind: 'Float', text: node.value }
    case Kind.STRING:
      return { kind: 'String', text: node.value }
    case Kind.ENUM:
      return { kind: 'Enum', text: node.value }
    case Kind.LIST:
      return { kind: 'List', items: node.values.map((item) => readLiteral(item, variables, onTrap)) }
    case Kind.OBJECT: {
      const fields = new Map<string, InputValue>()
      for (const { name, value } of node.fields) {
        fields.set(name.value, readLiteral(value, variables, onTrap))
      }
      return { kind: 'Object', fields }
    }
  }
}

/** Reads a value of the request's JSON. Integers beyond 32 bits count as Float, as in graph-node. */
export function readJson(value: unknown): InputValue {
  if (value === null || value === undefined) return NULL
  if (typeof value === 'boolean') return { kind: 'Boolean', value }
  if (typeof value === 'string') return { kind: 'String', text: value }
  if (typeof value === 'number') {
    return (value | 0) === value
      ? { kind: 'Int', text: String(value) }
      : { kind: 'Float', text: String(value) }
  }
  if (Array.isArray(value)) return { kind: 'List', items: value.map(readJson) }
  return { kind: 'Object', fields: new Map(Object.entries(value).map(([key, one]) => [key, readJson(one)])) }
}

/**
 * Coerces the value of an argument or a variable to its type by graph-node's rules (`graphql/src/values/coercion.rs`): a
 * list is never made of a single value, unknown keys of objects are wrong, missing ones are not. What those rules refuse
 * and GraphQL allows is a trap.
 *
 * @throws QueryError for a value that does not fit.
 */
export function coerceInput(
  name: string,
  value: InputValue,
  type: GraphQLInputType,
  onTrap: OnTrap,
): InputValue {
  const exact = coerce(value, type, false)
  if (exact !== undefined) return exact
  const message = `Invalid value provided for argument \`${name}\`: ${formatInput(value)}`
  const lenient = coerce(value, type, true)
  if (lenient === undefined) throw new QueryError(message)
  onTrap(message)
  return lenient
}

function coerce(value: InputValue, type: GraphQLInputType, isLenient: boolean): InputValue | undefined {
  if (isNonNullType(type)) return value.kind === 'Null' ? undefined : coerce(value, type.ofType, isLenient)
  if (value.kind === 'Null') return value
  if (isListType(type)) {
    if (value.kind !== 'List' && !isLenient) return undefined
    const items = (value.kind === 'List' ? value.items : [value]).map((item) =>
      coerce(item, type.ofType, isLenient),
    )
    return items.includes(undefined) ? undefined : { kind: 'List', items: items as InputValue[] }
  }
  if (isInputObjectType(type)) {
    if (value.kind !== 'Object') return undefined
    const known = type.getFields()
    const fields = new Map<string, InputValue>()
    for (const [key, item] of value.fields) {
      const field = known[key]
      const coerced = field === undefined ? undefined : coerce(item, field.type, isLenient)
      if (coerced === undefined) return undefined
      fields.set(key, coerced)
    }
    return { kind: 'Object', fields }
  }
  if (isEnumType(type)) {
    const isValue = (value.kind === 'String' || value.kind === 'Enum') && type.getValue(value.text)
    return isValue ? { kind: 'Enum', text: value.text } : undefined
  }
  return coerceScalar(value, type.name, isLenient)
}

function coerceScalar(value: InputValue, typeName: string, isLenient: boolean): InputValue | undefined {
  if (value.kind === 'Boolean') return typeName === 'Boolean' ? value : undefined
  if (value.kind !== 'Int' && value.kind !== 'Float' && value.kind !== 'String') return undefined
  const { kind, text } = value
  const asText: InputValue = { kind: 'String', text }
  switch (typeName) {
    case 'Boolean':
      return undefined
    case 'Int':
      return kind === 'Int' && fits(text, INT_BITS) ? value : undefined
    case 'String':
    case 'Bytes':
      return kind === 'String' ? value : undefined
    case 'ID':
      return kind === 'Float' ? undefined : asText
    case 'BigDecimal':
      return asText
    default:
      if (kind !== 'Float') return asText
      return isLenient && /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? asText : undefined
  }
}

/** A coerced value as plain JavaScript: Int as number, all other scalars as text; keys of objects ascend. */
export function toPlain(value: InputValue): unknown {
  switch (value.kind) {
    case 'Null':
      return null
    case 'Boolean':
      return value.value
    case 'Int':
      return Number(value.text)
    case 'List':
      return value.items.map(toPlain)
    case 'Object':
      return Object.fromEntries(sortedFields(value.fields).map(([key, item]) => [key, toPlain(item)]))
    default:
      return value.text
  }
}

/** A value in the notation of graph-node's messages. */
export function formatInput(value: InputValue): string {
  switch (value.kind) {
    case 'Null':
      return 'Null'
    case 'Boolean':
      return `Boolean(${value.value})`
    case 'Int':
      return `Int(Number(${BigInt.asIntN(INT_BITS, BigInt(value.text))}))`
    case 'Float':
      return `Float(${formatFloat(Number(value.text))})`
    case 'List':
      return `List([${value.items.map(formatInput).join(', ')}])`
    case 'Object': {
      const fields = sortedFields(value.fields)
      return `Object({${fields.map(([key, item]) => `${JSON.stringify(key)}: ${formatInput(item)}`).join(', ')}})`
    }
    default:
      return `${value.kind}(${JSON.stringify(value.text)})`
  }
}

function sortedFields(fields: ReadonlyMap<string, InputValue>): [string, InputValue][] {
  return [...fields].sort(([a], [b]) => (a < b ? -1 : 1))
}

function formatFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

function fits(text: string, bits: number): boolean {
  const value = BigInt(text)
  return BigInt.asIntN(bits, value) === value
}
