import { type GraphQLSchema, isScalarType, Kind, type ValueNode } from 'graphql'

const INTEGERS = ['BigInt', 'Int8', 'Timestamp']
const NUMBERS = [...INTEGERS, 'BigDecimal']

/**
 * Gives the subgraph scalars their input coercion: every value becomes text, and numbers keep all their digits.
 */
export function installScalars(schema: GraphQLSchema): void {
  for (const name of ['Bytes', ...NUMBERS]) {
    const scalar = schema.getType(name)
    if (!isScalarType(scalar)) continue
    scalar.parseLiteral = (node) => literalText(name, node)
    scalar.parseValue = (value) => variableText(name, value)
  }
}

function literalText(name: string, node: ValueNode): string {
  const isAllowed =
    node.kind === Kind.STRING ||
    (node.kind === Kind.INT && name !== 'Bytes') ||
    (node.kind === Kind.FLOAT && name === 'BigDecimal')
  if (!isAllowed) throw new TypeError(`${name} cannot represent this value; write it as a string`)
  return node.value
}

function variableText(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' && name !== 'Bytes') {
    if (Number.isSafeInteger(value)) return String(value)
    if (name === 'BigDecimal' && !Number.isInteger(value)) return String(value)
    throw new TypeError(`${name} cannot represent the JSON number ${value} exactly; send it as a string`)
  }
  throw new TypeError(`${name} cannot represent ${JSON.stringify(value)}; send a string`)
}
