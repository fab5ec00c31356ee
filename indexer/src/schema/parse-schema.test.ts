import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseSchema } from './parse-schema.ts'
import { SchemaError } from './schema-model.ts'

const SCHEMA = `
enum Kind { DEPOSIT WITHDRAWAL }
"An account."
type Account @entity(immutable: false) {
  id: Bytes!
  name: String
  tags: [String!]!
  friends: [Account!]
  payments: [Payment!]! @derivedFrom(field: "from")
}
type Payment @entity(immutable: true, skipDuplicates: true) {
  id: Int8!
  from: Account!
  kind: Kind!
  amount: BigInt!
  rate: BigDecimal
  at: Timestamp!
  ok: Boolean!
  index: Int!
}
type Note @entity { id: ID! payment: Payment }
`

describe('parseSchema', () => {
  it('describes every field', () => {
    const { entities, enums } = parseSchema(SCHEMA)
    assert.deepEqual([...entities.keys()], ['Account', 'Payment', 'Note'])
    assert.deepEqual(enums.get('Kind'), ['DEPOSIT', 'WITHDRAWAL'])
    const account = entities.get('Account')
    const payment = entities.get('Payment')
    assert.ok(account && payment)
    assert.deepEqual(
      [account, payment].map(({ idKind, isImmutable, skipsDuplicates }) => [
        idKind,
        isImmutable,
        skipsDuplicates,
      ]),
      [
        ['Bytes', false, false],
        ['Int8', true, true],
      ],
    )
    assert.deepEqual(
      account.storedFields.map((field) => field.name),
      ['id', 'name', 'tags', 'friends'],
    )
    assert.deepEqual(account.fields.get('friends'), {
      name: 'friends',
      kind: 'reference',
      typeName: 'Account',
      valueKind: 'Bytes',
      isList: true,
      isRequired: false,
      derivedFrom: undefined,
      line: 8,
    })
    assert.equal(account.fields.get('payments')?.derivedFrom, 'from')
    assert.deepEqual(
      [...payment.fields.values()].map((field) => `${field.kind}/${field.valueKind}/${field.isRequired}`),
      [
        'Int8/Int8/true',
        'reference/Bytes/true',
        'enum/String/true',
        'BigInt/BigInt/true',
        'BigDecimal/BigDecimal/false',
        'Timestamp/Timestamp/true',
        'Boolean/Boolean/true',
        'Int/Int/true',
      ],
    )
    assert.equal(entities.get('Note')?.fields.get('id')?.valueKind, 'String')
    assert.equal(entities.get('Note')?.fields.get('payment')?.valueKind, 'Int8')
  })

  const refused: [title: string, source: string, message: RegExp, line: number][] = [
    ['syntax', 'type A @entity {\n  id: }', /Syntax Error/, 2],
    ['interface', '\ninterface I { id: ID! }', /type I, line 2: interfaces are not supported/, 2],
    ['union', 'union U = A', /unions are not supported/, 1],
    ['scalar', 'scalar Date', /new scalars are not supported/, 1],
    ['input', 'input I { a: Int }', /input types/, 1],
    ['extension', 'extend type A { a: Int }', /ObjectTypeExtension is not part/, 1],
    ['no @entity', 'type A { id: ID! }', /no @entity/, 1],
    ['implements', 'type A implements I @entity { id: ID! }', /implements I/, 1],
    ['fulltext', 'type _Schema_ @fulltext(name: "s") { id: ID! }', /@fulltext is not supported/, 1],
    ['aggregation', 'type A @aggregation(intervals: ["day"], source: "B") { id: Int8! }', /@aggregation/, 1],
    ['timeseries', 'type A @entity(timeseries: true) { id: Int8! }', /timeseries/, 1],
    ['flag type', 'type A @entity(immutable: "yes") { id: ID! }', /must be true or false/, 1],
    ['unknown flag', 'type A @entity(fast: true) { id: ID! }', /@entity\(fast\) is not supported/, 1],
    ['duplicates', 'type A @entity(skipDuplicates: true) { id: ID! }', /needs immutable: true/, 1],
    ['directive', 'type A @entity @cached { id: ID! }', /unknown directive @cached/, 1],
    ['no id', 'type A @entity { a: Int }', /no field `id`/, 1],
    ['id kind', 'type A @entity {\n id: BigInt!\n}', /`id` must be/, 2],
    ['nullable id', 'type A @entity {\n id: Bytes\n}', /`id` must be/, 2],
    ['reserved type', 'type Query @entity { id: ID! }', /reserved/, 1],
    ['scalar name', 'type Bytes @entity { id: ID! }', /already a scalar/, 1],
    ['case twins', 'type A @entity { id: ID! }\ntype a @entity { id: ID! }', /type a, line 2: .*equals A/, 2],
    ['field twins', 'type A @entity {\n id: ID!\n b: Int\n B: Int }', /two fields are named `B`/, 4],
    ['enum repeats', 'enum E { A A }', /repeats a value/, 1],
    ['reserved field', 'type A @entity { id: ID!\n _b: Int }', /underscore/, 2],
    ['arguments', 'type A @entity { id: ID!\n b(c: Int): Int }', /take no arguments/, 2],
    ['field directive', 'type A @entity { id: ID!\n b: Int @index }', /directive @index/, 2],
    ['nested list', 'type A @entity { id: ID!\n b: [[Int!]!]! }', /lists must be/, 2],
    ['nullable element', 'type A @entity { id: ID!\n b: [Int]! }', /lists must be/, 2],
    ['unknown type', 'type A @entity { id: ID!\n b: Missing }', /type Missing is not declared/, 2],
    ['derived argument', 'type A @entity { id: ID!\n b: [A!]! @derivedFrom(name: "c") }', /needs `field/, 2],
    ['derived id', 'type A @entity { id: ID! @derivedFrom(field: "id") }', /`id` cannot be derived/, 1],
    [
      'derived scalar',
      'type A @entity { id: ID!\n b: Int @derivedFrom(field: "c") }',
      /needs an entity type/,
      2,
    ],
    [
      'derived missing',
      'type A @entity { id: ID!\n b: [A!]! @derivedFrom(field: "c") }',
      /A.c, which does not/,
      2,
    ],
    [
      'derived of derived',
      'type A @entity { id: ID!\n b: [A!]! @derivedFrom(field: "c")\n c: A @derivedFrom(field: "b") }',
      /A.c, which is derived itself/,
      2,
    ],
    [
      'derived elsewhere',
      'type A @entity { id: ID!\n b: [B!]! @derivedFrom(field: "c") }\ntype B @entity { id: ID! c: B }',
      /must refer to A/,
      2,
    ],
  ]
  for (const [title, source, message, line] of refused) {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => parseSchema(source),
        (error) => error instanceof SchemaError && message.test(error.message) && error.line === line,
      )
    })
  }

  it('refuses a schema without entities', () => {
    assert.throws(() => parseSchema('enum E { A }'), /declares no entity type/)
  })
})
