import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildSchema, type GraphQLInputType, parseType, parseValue, typeFromAST } from 'graphql'
import { coerceInput, formatInput, readJson, readLiteral, toPlain } from './input-value.ts'

const schema = buildSchema(`
  scalar BigInt scalar BigDecimal scalar Bytes
  enum Kind { A B }
  input Filter { n: Int n_in: [Int!] big: BigInt kind: Kind and: [Filter] required: Int! }
  type Query { a(f: Filter): Int id: ID ok: Boolean text: String }
`)

/** The coerced literal as plain JavaScript, its traps, or the error. */
function coerce(type: string, source: string) {
  const traps: string[] = []
  const onTrap = (message: string) => traps.push(message)
  const target = typeFromAST(schema, parseType(type) as never) as GraphQLInputType
  try {
    const value = coerceInput('x', readLiteral(parseValue(source), new Map(), onTrap), target, onTrap)
    return { value: toPlain(value), traps }
  } catch (error) {
    return (error as Error).message
  }
}

test('coerces by type', () => {
  const cases: [type: string, source: string, value: unknown][] = [
    ['Int', '5', 5],
    ['Int', 'null', null],
    ['ID', '5', '5'],
    ['String', '"x"', 'x'],
    ['Boolean', 'true', true],
    ['Kind', 'A', 'A'],
    ['Kind', '"B"', 'B'],
    ['BigInt', '-0', '0'],
    ['BigInt', '"7"', '7'],
    ['BigDecimal', '1.50', '1.50'],
    ['[Int!]', '[1, 2]', [1, 2]],
    ['[Int!]', 'null', null],
    ['Filter', '{}', {}],
    ['Filter', '{n: 1, n: 2, and: [{big: 3}, null]}', { and: [{ big: '3' }, null], n: 2 }],
  ]
  for (const [type, source, value] of cases)
    assert.deepEqual(coerce(type, source), { value, traps: [] }, source)
})

test('refuses what does not fit in the notation of graph-node', () => {
  const cases: [type: string, source: string, shown: string][] = [
    ['Int', '2147483648', 'Int(Number(-2147483648))'],
    ['Int', '"1"', 'String("1")'],
    ['Int', '1e3', 'Float(1000.0)'],
    ['Int!', 'null', 'Null'],
    ['String', '5', 'Int(Number(5))'],
    ['Bytes', '5', 'Int(Number(5))'],
    ['Boolean', '1', 'Int(Number(1))'],
    ['Kind', 'C', 'Enum("C")'],
    ['Kind', '1', 'Int(Number(1))'],
    ['BigInt', '1.5', 'Float(1.5)'],
    ['BigInt', '{}', 'Object({})'],
    ['BigInt', '[1]', 'List([Int(Number(1))])'],
    ['[Int!]', '[null]', 'List([Null])'],
    ['Filter', '5', 'Int(Number(5))'],
    ['Filter', '{z: true, nope: 1}', 'Object({"nope": Int(Number(1)), "z": Boolean(true)})'],
    ['Filter', '{required: null}', 'Object({"required": Null})'],
  ]
  for (const [type, source, shown] of cases) {
    assert.equal(coerce(type, source), `Invalid value provided for argument \`x\`: ${shown}`, source)
  }
})

test('what GraphQL allows and graph-node refuses is a trap', () => {
  const shown = 'Invalid value provided for argument `x`: Object({"n_in": Int(Number(1))})'
  assert.deepEqual(coerce('Filter', '{n_in: 1}'), { value: { n_in: [1] }, traps: [shown] })
  assert.deepEqual(coerce('BigInt', '99999999999999999999'), {
    value: '99999999999999999999',
    traps: ['number too large to fit in target type'],
  })
})

test('variables stand for themselves, missing ones for null', () => {
  const variables = new Map([['v', readJson('x')]])
  const read = (source: string) => toPlain(readLiteral(parseValue(source), variables, () => {}))
  assert.deepEqual(read('{a: $v, b: [$w]}'), { a: 'x', b: [null] })
})

test('JSON integers beyond 32 bits count as Float', () => {
  assert.equal(formatInput(readJson(5)), 'Int(Number(5))')
  assert.equal(formatInput(readJson(1_099_511_627_776)), 'Float(1099511627776.0)')
  assert.equal(
    formatInput(readJson({ b: [true, null], a: 1.5 })),
    'Object({"a": Float(1.5), "b": List([Boolean(true), Null])})',
  )
  const traps: string[] = []
  const big = typeFromAST(schema, parseType('BigInt') as never) as GraphQLInputType
  const exact = coerceInput('x', readJson(2 ** 40), big, (message) => traps.push(message))
  assert.deepEqual([toPlain(exact), traps.length], [String(2 ** 40), 1])
  assert.throws(() => coerceInput('x', readJson(1e40), big, () => {}), /Float\(1e\+40/)
})
