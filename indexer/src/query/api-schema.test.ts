import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type GraphQLInputObjectType, printType } from 'graphql'
import { parseSchema } from '../schema/parse-schema.ts'
import { SchemaError } from '../schema/schema-model.ts'
import { rootNamesOf } from './api-names.ts'
import { buildApiSchema } from './api-schema.ts'

const api = buildApiSchema(
  parseSchema(`
  enum Kind { A B }
  type Account @entity { id: Bytes! name: String kind: Kind! big: BigInt! rate: BigDecimal flag: Boolean n: Int! serial: Int8
    at: Timestamp! raw: Bytes! tags: [String!]! kinds: [Kind!] blobs: [Bytes!] friend: Account points: [Point!]!
    derived: [Point!]! @derivedFrom(field: "account") }
  type Point @entity(immutable: true) { id: Int8! account: Account! parent: Point }
`),
)

function suffixesOf(field: string, type = 'Account'): string {
  const filter = api.graphql.getType(`${type}_filter`) as GraphQLInputObjectType
  return Object.values(filter.getFields())
    .filter(({ name }) => name === field || name.startsWith(`${field}_`))
    .map(({ name, type: valueType }) => `${name.slice(field.length)}:${valueType}`)
    .join(' ')
}

const TEXT = ['contains', 'not_contains', 'starts_with', 'not_starts_with', 'ends_with', 'not_ends_with']
const TEXT_SUFFIXES = TEXT.flatMap((name) => [`_${name}`, `_${name}_nocase`])

describe('buildApiSchema', () => {
  const ordered = (type: string) =>
    `:${type} _not:${type} _gt:${type} _lt:${type} _gte:${type} _lte:${type} _in:[${type}!] _not_in:[${type}!]`
  const plain: [field: string, expected: string][] = [
    ['kind', ':Kind _not:Kind _in:[Kind!] _not_in:[Kind!]'],
    ['flag', ':Boolean _not:Boolean _in:[Boolean!] _not_in:[Boolean!]'],
    ['big', ordered('BigInt')],
    ['rate', ordered('BigDecimal')],
    ['n', ordered('Int')],
    ['serial', ordered('Int8')],
    ['at', ordered('Timestamp')],
    ['raw', `${ordered('Bytes')} _contains:Bytes _not_contains:Bytes`],
    ['blobs', ':[Bytes!] _not:[Bytes!] _contains:[Bytes!] _not_contains:[Bytes!]'],
    ['kinds', ':[Kind!] _not:[Kind!] _contains:[Kind!] _not_contains:[Kind!]'],
    ['derived', '_:Point_filter'],
    ['points', ':[Int!] _not:[Int!] _contains:[Int!] _not_contains:[Int!] _:Point_filter'],
  ]
  for (const [field, expected] of plain) {
    it(`offers the filters of ${field}`, () => assert.equal(suffixesOf(field), expected))
  }

  it('offers the text filters of strings and references', () => {
    const strings = suffixesOf('name').split(' ')
    assert.deepEqual(strings.slice(0, 8).join(' '), ordered('String'))
    assert.deepEqual(strings.slice(8).sort(), TEXT_SUFFIXES.map((suffix) => `${suffix}:String`).sort())
    assert.equal(suffixesOf('friend'), `${suffixesOf('name')} _:Account_filter`)
    assert.equal(suffixesOf('parent', 'Point'), `${ordered('Int')} _:Point_filter`)
    assert.match(suffixesOf('tags'), /_not_contains_nocase:\[String!\]/)
  })

  it('offers root fields, orders and list arguments', () => {
    const query = api.graphql.getQueryType()
    assert.ok(query)
    assert.deepEqual(printType(query).split('\n').slice(1, -1), [
      '  account(id: ID!, block: Block_height, subgraphError: _SubgraphErrorPolicy_! = deny): Account',
      '  accounts(skip: Int = 0, first: Int = 100, orderBy: Account_orderBy, orderDirection: OrderDirection, where: Account_filter, block: Block_height, subgraphError: _SubgraphErrorPolicy_! = deny): [Account!]!',
      '  point(id: ID!, block: Block_height, subgraphError: _SubgraphErrorPolicy_! = deny): Point',
      '  points(skip: Int = 0, first: Int = 100, orderBy: Point_orderBy, orderDirection: OrderDirection, where: Point_filter, block: Block_height, subgraphError: _SubgraphErrorPolicy_! = deny): [Point!]!',
      '  _meta(block: Block_height): _Meta_',
    ])
    const orders = api.graphql.getType('Point_orderBy')
    assert.ok(orders)
    assert.match(
      printType(orders),
      /^enum Point_orderBy \{\n {2}id\n {2}account\n {2}account__id\n {2}account__name/,
    )
    assert.doesNotMatch(printType(orders), /account__(tags|friend|points|derived)/)
    const account = api.graphql.getType('Account')
    assert.ok(account)
    assert.match(
      printType(account),
      /derived\(skip: Int = 0, first: Int = 100, orderBy: Point_orderBy.*\): \[Point!\]!/,
    )
    assert.match(printType(account), /\n {2}friend: Account\n/)
  })

  it('refuses names that collide in the API', () => {
    const refuse = (source: string) => () => buildApiSchema(parseSchema(source))
    const twice = 'type Note @entity { id: ID! }\ntype Notes @entity { id: ID! }'
    assert.throws(
      refuse(twice),
      (error) => error instanceof SchemaError && /type Notes, line 2.*`notes`/.test(error.message),
    )
    assert.throws(
      refuse('type A @entity { id: ID! n: Int\n n_gt: Int }'),
      /line 2: field `n_gt`: the filter `n_gt` exists twice/,
    )
    assert.throws(refuse('type A @entity { id: ID! or: Int }'), /the filter `or` exists twice/)
  })
})

describe('rootNamesOf', () => {
  const names: [type: string, one: string, many: string][] = [
    ['Account', 'account', 'accounts'],
    ['GrantEvent', 'grantEvent', 'grantEvents'],
    ['Entry', 'entry', 'entries'],
    ['KeyHistory', 'keyHistory', 'keyHistories'],
    ['Key', 'key', 'keys'],
    ['Epoch', 'epoch', 'epoches'],
    ['Access', 'access', 'accesses'],
    ['Status', 'status', 'statuses'],
    ['Stats', 'stats', 'stats_collection'],
    ['NFTSale', 'nftsale', 'nftsales'],
    ['ERC20Token', 'erc20Token', 'erc20Tokens'],
    ['my_type', 'myType', 'myTypes'],
    ['Person', 'person', 'persons'],
    ['SalesPerson', 'salesPerson', 'salesPersons'],
    ['child', 'child', 'children'],
    ['Datum', 'datum', 'datums'],
    ['NameData', 'nameData', 'nameDatas'],
  ]
  for (const [type, one, many] of names) {
    it(`${type} → ${one}, ${many}`, () => {
      const entity = parseSchema(`type ${type} @entity { id: ID! }`).entities.get(type)
      assert.ok(entity)
      assert.deepEqual(rootNamesOf(entity), { one, many })
    })
  }
})
