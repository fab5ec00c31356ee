import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { getIntrospectionQuery } from 'graphql'
import { parseSchema } from '../schema/parse-schema.ts'
import { openStore } from '../store/open-store.ts'
import type { EntityChange, Value } from '../store/store.ts'
import { sampleBlock, toData } from '../store/testing/sample-changes.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { openQueryEngine } from './open-query-engine.ts'

const SCHEMA = `
enum Color { "Like a rose" RED BLUE }
"Somebody"
type User @entity { id: Bytes! name: String! "A \\"quoted\\" text" boss: User color: Color big: BigInt! ratio: BigDecimal! at: Timestamp! count: Int8!
  ok: Boolean! pets: [Pet!]! @derivedFrom(field: "owner") car: Car @derivedFrom(field: "driver") favourites: [Pet!] }
type Pet @entity(immutable: true) { id: Int8! owner: User! name: String }
type Car @entity { id: ID! driver: User! }
`
const schema = parseSchema(SCHEMA)
const folder = temporaryFolder()
const store = openStore({ path: join(folder, 'index.db'), schema, identity: 'x' })
const engine = openQueryEngine({ path: store.path, schema, deployment: 'QmTest' })
after(() => {
  engine.close()
  store.close()
})

const bytes = (...values: number[]) => Uint8Array.of(...values)
const user = (n: number, fields: Record<string, Value> = {}): EntityChange => ({
  type: 'User',
  id: `0x0${n}`,
  data: toData({
    id: bytes(n),
    name: `user "${n}"`,
    big: 10n ** 40n,
    ratio: { digits: -15n, exp: -3 },
    at: 1_700_000_000_000_001n,
    count: 2n ** 60n,
    ok: true,
    ...fields,
  }),
})
const pet = (id: bigint, owner: number): EntityChange => ({
  type: 'Pet',
  id: String(id),
  data: toData({ id, owner: bytes(owner), name: id % 2n === 0n ? `pet ${id}` : null }),
})
const car = (id: string, driver: number): EntityChange => ({
  type: 'Car',
  id,
  data: toData({ id, driver: bytes(driver) }),
})

function ask(
  query: string,
  variables: Record<string, unknown> | null = null,
  operationName: string | null = null,
) {
  return JSON.parse(engine.execute({ query, variables, operationName }))
}
const messageOf = (query: string, variables: Record<string, unknown> | null = null): string =>
  ask(query, variables).errors?.[0]?.message

describe('openQueryEngine', () => {
  it('says so before the first block', () => {
    assert.match(messageOf('{ users { id } }'), /QmTest has not started syncing yet/)
    assert.match(messageOf('{ _meta { deployment } }'), /has not started syncing yet/)
    assert.equal(ask('{ __typename }').data.__typename, 'Query')
  })

  it('answers in the encodings of the API', () => {
    store.commitBlock(sampleBlock(1), [
      user(1, { color: 'RED', favourites: [2n, 1n, 9n] }),
      user(2, { boss: bytes(1) }),
    ])
    store.commitBlock(sampleBlock(2), [pet(1n, 1), pet(2n, 1), pet(3n, 2), car('a', 2)])
    store.commitBlock(sampleBlock(5), [user(2, { boss: bytes(1), name: 'renamed' })])
    const query =
      '{ user(id: "0x01") { __typename id name boss { id } color big ratio at count ok pets { id name } favourites { id } car { id } } }'
    assert.deepEqual(ask(query).data.user, {
      __typename: 'User',
      id: '0x01',
      name: 'user "1"',
      boss: null,
      color: 'RED',
      big: `1${'0'.repeat(40)}`,
      ratio: '-0.015',
      at: '1700000000000001',
      count: '1152921504606846976',
      ok: true,
      pets: [
        { id: '1', name: null },
        { id: '2', name: 'pet 2' },
      ],
      favourites: [{ id: '1' }, { id: '2' }],
      car: null,
    })
    assert.equal(ask('{ user(id: "0x77") { id } }').data.user, null)
    assert.deepEqual(ask('{ user(id: "02") { favourites { id } car { id driver { name } } } }').data.user, {
      favourites: [],
      car: { id: 'a', driver: { name: 'renamed' } },
    })
    assert.deepEqual(ask('{ pet(id: 3) { owner { id } } }').data.pet, { owner: { id: '0x02' } })
  })

  it('merges fragments, aliases and directives in the order of the query', () => {
    const query = `query Q($yes: Boolean!, $no: Boolean = false) {
      b: users(first: 1) { ...F id @skip(if: $yes) ... on User { pets(first: 1) { id } } ... @include(if: $no) { big } }
      a: users(first: 1, skip: 1) { name ...F @include(if: $yes) }
    }
    fragment F on User { pets(first: 1) { name } boss { ...G } }
    fragment G on User { id }`
    const text = engine.execute({ query, variables: { yes: true } })
    assert.equal(
      text,
      '{"data":{"b":[{"pets":[{"name":null,"id":"1"}],"boss":null}],"a":[{"name":"renamed","pets":[{"name":null}],"boss":{"id":"0x01"}}]}}',
    )
  })

  it('reads all root fields at one block and reports it', () => {
    const meta =
      '_meta { block { number hash parentHash timestamp } deployment hasIndexingErrors __typename }'
    const { hash, parentHash, timestamp } = sampleBlock(5)
    assert.deepEqual(ask(`{ ${meta} }`).data._meta, {
      block: { number: 5, hash, parentHash, timestamp },
      deployment: 'QmTest',
      hasIndexingErrors: false,
      __typename: '_Meta_',
    })
    const at = (block: string) =>
      ask(`{ user(id: "0x02", block: ${block}) { name } _meta(block: ${block}) { block { number hash } } }`)
    assert.deepEqual(at('{number: 4}').data, {
      user: { name: 'user "2"' },
      _meta: { block: { number: 4, hash: null } },
    })
    assert.deepEqual(at(`{hash: "${sampleBlock(2).hash}"}`).data._meta.block, {
      number: 2,
      hash: sampleBlock(2).hash,
    })
    assert.equal(at(`{number_gte: 5}`).data.user.name, 'renamed')
    assert.equal(at(`{number: 0}`).data.user, null)
    const moved = ask('query ($b: Block_height) { users(block: $b) { name } }', { b: { number: 1 } })
    assert.equal(moved.data.users.length, 2)
  })

  it('says indexing_error after a failure and obeys subgraphError', () => {
    const failure = { message: 'broken', details: { block: { number: 6, hash: sampleBlock(6).hash } } }
    store.setFailed(failure, sampleBlock(6))
    const errors = [{ message: 'indexing_error' }]
    const user = 'user(id: "0x01", subgraphError: '
    assert.deepEqual(ask('{ user(id: "0x01") { ok } }'), { errors })
    assert.deepEqual(ask(`{ ${user}deny) { ok } }`), { errors })
    assert.deepEqual(ask(`{ ${user}allow) { ok } }`), { data: { user: { ok: true } }, errors })
    const meta = { hasIndexingErrors: true, block: { number: 6 } }
    assert.deepEqual(ask('{ _meta { hasIndexingErrors block { number } } user(id: "0x01") { ok } }'), {
      data: { _meta: meta },
      errors,
    })
    const both = `{ a: ${user}allow) { ok } b: user(id: "0x01", block: {number: 5}) { ok } c: pets { id } }`
    assert.deepEqual(ask(both), { data: { b: { ok: true } }, errors }, 'one denial counts for its block')
    assert.deepEqual(
      ask('{ user(id: "0x01", block: {number: 5}) { ok } _meta(block: {number: 5}) { hasIndexingErrors } }'),
      {
        data: { user: { ok: true }, _meta: { hasIndexingErrors: false } },
      },
    )
    assert.deepEqual(ask('{ __typename }'), { data: { __typename: 'Query' } })
    assert.deepEqual(engine.state(), {
      head: sampleBlock(6),
      failed: failure,
      counts: { User: 2, Pet: 3, Car: 1 },
    })
    store.revertTo(5)
    assert.deepEqual(ask('{ user(id: "0x01") { ok } }'), { data: { user: { ok: true } } })
  })

  it('takes a missing variable for null, wherever it stands', () => {
    const names = (query: string, variables: Record<string, unknown> | null = null) =>
      ask(query, variables).data?.users.map(({ id }: { id: string }) => id)
    assert.deepEqual(names('query ($b: String) { users(where: {boss: $b}) { id } }'), ['0x01'])
    assert.deepEqual(names('query ($b: String) { users(where: {boss_not: $b}) { id } }', {}), ['0x02'])
    assert.deepEqual(names('query ($b: String) { users(where: {or: [{boss: $b}]}) { id } }'), ['0x01'])
    assert.deepEqual(names('query ($w: User_filter) { users(where: $w) { id } }'), ['0x01', '0x02'])
    assert.deepEqual(names('{ users(where: {color: $undeclared}) { id } }'), ['0x02'])
    const missing = (filter: string, type: string) =>
      messageOf(`query ($v: ${type}) { users(where: {${filter}: $v}) { id } }`)
    assert.equal(missing('big_gt', 'BigInt'), 'Store error: unsupported filter `>` for value `null`')
    assert.equal(missing('name_in', '[String!]'), 'Non-list value passed to `_in` filter')
    assert.match(missing('name_contains', 'String'), /unsupported filter `contains` for value `null`/)
  })

  it('an empty list matches nothing and a direction needs an order', () => {
    assert.deepEqual(ask('{ users(where: {name_not_in: []}) { id } }').data.users, [])
    assert.deepEqual(ask('{ users(where: {name_in: []}) { id } }').data.users, [])
    assert.deepEqual(ask('{ users(orderDirection: desc) { id } }').data.users, [
      { id: '0x01' },
      { id: '0x02' },
    ])
    assert.deepEqual(ask('{ users(orderBy: id, orderDirection: desc) { id } }').data.users, [
      { id: '0x02' },
      { id: '0x01' },
    ])
  })

  it('takes % and _ in text filters for wildcards', () => {
    const found = (filter: string, value: string) =>
      ask('query ($v: User_filter) { users(where: $v) { name } }', { v: { [filter]: value } }).data.users
        .length
    assert.equal(found('name_contains', 'en%e'), 0, 'with a % it is the whole pattern')
    assert.equal(found('name_contains', '%n_me%'), 1)
    assert.equal(found('name_contains', 'n_me'), 1)
    assert.equal(found('name_starts_with', 'r%m'), 1)
    assert.equal(found('name_ends_with_nocase', 'M_D'), 1)
    assert.equal(found('name_not_starts_with', '_'), 0)
    assert.equal(found('name_contains', '\\_'), 0, 'a backslash makes it literal')
  })

  it('warns of what graph-node refuses, or refuses it, as asked', () => {
    const queries: [query: string, refusal: string][] = [
      ['{ users(orderBy: color) { id } }', 'Ordering by `color` is not supported for type `User`'],
      ['{ users(orderBy: boss) { id } }', 'Ordering by `boss` is not supported for type `User`'],
      ['{ users(where: {big: 99999999999999999999}) { id } }', 'number too large to fit in target type'],
      ['{ users(where: {and: [], ok: true}) { id } }', 'Filter must by an object'],
      [
        '{ users(where: {name_in: "x"}) { id } }',
        'Invalid value provided for argument `where`: Object({"name_in": String("x")})',
      ],
      [
        '{ users { id @skip(if: true) } }',
        'Failed to get entities from store: internal error resolving User.users: expected prefetched result, but found nothing',
      ],
      [
        '{ users(where: {name_ends_with: "\\\\"}) { id } }',
        'Failed to get entities from store: LIKE pattern must not end with escape character',
      ],
      [
        '{ users(block: {number: 0}) { id } }',
        'Failed to decode `block.number` value: `subgraph QmTest only has data starting at block number 1 and data for block number 0 is therefore not available`',
      ],
    ]
    const open = (compatibility: 'lenient' | 'portable' | 'strict') =>
      openQueryEngine({ path: store.path, schema, deployment: 'QmTest', firstBlock: 2, compatibility })
    const [lenient, portable, strict] = [open('lenient'), open('portable'), open('strict')]
    for (const [query, refusal] of queries) {
      const { data } = JSON.parse(lenient.execute({ query }))
      assert.ok(Array.isArray(data.users), query)
      const warnings = [`graph-node refuses this query: ${refusal}`]
      assert.deepEqual(JSON.parse(portable.execute({ query })), { data, extensions: { warnings } })
      assert.deepEqual(JSON.parse(strict.execute({ query })), { errors: [{ message: refusal }] })
    }
    assert.equal(JSON.parse(portable.execute({ query: '{ users { id } }' })).extensions, undefined)
    for (const engine of [lenient, portable, strict]) engine.close()
  })

  it('shows the descriptions of the schema', () => {
    const { data } = ask(
      '{ __type(name: "User") { description fields { name description } } color: __type(name: "Color") { enumValues { name description } } }',
    )
    assert.equal(data.__type.description, 'Somebody')
    assert.equal(
      data.__type.fields.find(({ name }: { name: string }) => name === 'boss').description,
      'A "quoted" text',
    )
    assert.deepEqual(data.color.enumValues, [
      { name: 'RED', description: 'Like a rose' },
      { name: 'BLUE', description: null },
    ])
  })

  it('answers introspection beside data', () => {
    const { data } = ask(
      `query Q($name: String!) { __type(name: $name) { fields { name } } users(first: 1) { id } }`,
      { name: 'Pet' },
    )
    assert.deepEqual(data, {
      __type: { fields: [{ name: 'id' }, { name: 'owner' }, { name: 'name' }] },
      users: [{ id: '0x01' }],
    })
    assert.ok(ask(getIntrospectionQuery()).data.__schema.types.length > 20)
  })

  it('keeps the digits of numbers given as literals or variables', () => {
    const exact = 10n ** 40n
    assert.equal(ask(`{ users(where: {big: ${exact}}) { id } }`).data.users.length, 2)
    assert.equal(ask(`{ users(where: {big_gt: ${exact}}) { id } }`).data.users.length, 0)
    assert.equal(ask(`{ users(where: {ratio_lt: -0.0149}) { id } }`).data.users.length, 2)
    const query =
      'query ($big: BigInt, $list: [BigInt!]) { users(where: {big_gte: $big, big_not_in: $list}) { id } }'
    assert.equal(ask(query, { big: String(exact), list: [5, '6'] }).data.users.length, 2)
    assert.match(messageOf(query, { big: 1e40 }), /^Invalid value provided for argument `big`: Float\(1e\+40/)
  })

  const refused: [title: string, query: string, message: string | RegExp][] = [
    ['syntax', '{ users { id }', /^Syntax Error: Expected Name, found <EOF>/],
    ['unknown fields', '{ cats { id } }', 'Type `Query` has no field `cats`'],
    [
      'unknown filters',
      '{ users(where: {age: 1}) { id } }',
      'Invalid value provided for argument `where`: Object({"age": Int(Number(1))})',
    ],
    ['mutations', 'mutation { users { id } }', 'Not supported: Mutations are not supported'],
    ['an empty document', 'fragment F on User { id } ', 'The query is empty'],
    ['first of 0', '{ users(first: 0) { id } }', 'The `first` argument must be between 0 and 1000, but is 0'],
    [
      'first of 1001',
      '{ users(first: 1001) { id } }',
      'The `first` argument must be between 0 and 1000, but is 1001',
    ],
    [
      'negative skip',
      '{ users { pets(skip: -1) { id } } }',
      'The `skip` argument must be between 0 and 4294967295, but is -1',
    ],
    [
      'a block ahead',
      '{ users(block: {number: 6}) { id } }',
      'Failed to decode `block.number` value: `subgraph QmTest has only indexed up to block number 5 and data for block number 6 is therefore not yet available`',
    ],
    [
      'a minimum ahead',
      '{ users(block: {number_gte: 9}) { id } }',
      /^Failed to decode `block.number_gte` value: `subgraph QmTest/,
    ],
    [
      'an unknown hash',
      '{ users(block: {hash: "0x12"}) { id } }',
      'Failed to decode `block.hash` value: `no block with that hash found`',
    ],
    [
      'no block key',
      '{ users(block: {}) { id } }',
      'Invalid value provided for argument `block`: Object({})',
    ],
    [
      'a hash that is none',
      '{ users(block: {hash: "zz"}) { id } }',
      'Invalid value provided for argument `block`: Object({"hash": String("zz")})',
    ],
    [
      'a negative block',
      '{ users(block: {number: -1}) { id } }',
      'Failed to decode `block.number` value: `subgraph QmTest only has data starting at block number 0 and data for block number -1 is therefore not available`',
    ],
    ['odd hex', '{ user(id: "0x012") { id } }', 'Store error: store error: Odd number of digits'],
    [
      'no hex',
      '{ users(where: {boss: "0xzz"}) { id } }',
      "Store error: store error: Invalid character 'z' at position 0",
    ],
    [
      'no integer',
      '{ users(where: {big: "1.5"}) { id } }',
      'Failed to decode `BigInt` value: `invalid digit found in string`',
    ],
    ['no decimal', '{ users(where: {ratio: "x"}) { id } }', /^Failed to decode `BigDecimal` value/],
    [
      'a wide Int8',
      '{ users(where: {count: "9223372036854775808"}) { id } }',
      /^Failed to decode `Int8` value: `number too large/,
    ],
    [
      'a number for text',
      '{ users(where: {name: 5}) { id } }',
      'Invalid value provided for argument `where`: Object({"name": Int(Number(5))})',
    ],
    [
      'a boolean for BigInt',
      '{ users(where: {big: true}) { id } }',
      'Invalid value provided for argument `where`: Object({"big": Boolean(true)})',
    ],
    [
      'an unknown enum value',
      '{ users(where: {color: GREEN}) { id } }',
      'Invalid value provided for argument `where`: Object({"color": Enum("GREEN")})',
    ],
    [
      'comparison with null',
      '{ users(where: {big_gt: null}) { id } }',
      'Store error: unsupported filter `>` for value `null`',
    ],
    ['null as a list', '{ users(where: {name_in: null}) { id } }', 'Non-list value passed to `_in` filter'],
    [
      'a null child filter',
      '{ users(where: {boss_: null}) { id } }',
      'Query contains value with invalid type `User`: `null`',
    ],
    ['a null branch', '{ users(where: {or: [null]}) { id } }', 'Filter must by an object'],
    [
      'text filters on Bytes ids',
      '{ users(where: {boss_starts_with: "0x"}) { id } }',
      'Failed to get entities from store: operator does not exist: bytea ~~ text',
    ],
    [
      'or beside a column',
      '{ users(where: {or: [], ok: true}) { id } }',
      /Cannot mix column filters with 'or' operator.*'ok'/,
    ],
    [
      'child filters in child filters',
      '{ pets(where: {owner_: {boss_: {ok: true}}}) { id } }',
      /Child filter nesting not supported by value `boss`/,
    ],
    [
      'order by a list',
      '{ users(orderBy: favourites) { id } }',
      'Ordering by `favourites` is not supported for type `User`',
    ],
    [
      'order by a derived field',
      '{ users(orderBy: pets) { id } }',
      'Ordering by `pets` is not supported for type `User`',
    ],
  ]
  for (const [title, query, message] of refused) {
    it(`refuses ${title}`, () => {
      const found = messageOf(query)
      if (typeof message === 'string') assert.equal(found, message)
      else assert.match(found ?? 'no error', message)
    })
  }

  it('names the place of an error in the data', () => {
    store.revertTo(5)
    store.commitBlock(sampleBlock(6), [car('b', 2), pet(9n, 7)])
    assert.deepEqual(ask('{\n  users { id\n car { id } } }'), {
      errors: [
        {
          message:
            'Ambiguous result for derived field `car`: Multiple `Car` entities refer back via `driver`',
          locations: [{ line: 3, column: 2 }],
        },
      ],
    })
    assert.deepEqual(ask('{ pet(id: 9) { owner { id } } }').errors, [
      { message: 'Null value resolved for non-null field `owner`', locations: [{ line: 1, column: 16 }] },
    ])
    assert.equal(ask('{ pet(id: 9) { name } }').data.pet.name, null)
  })

  it('finds operations by name', () => {
    const two = 'query A { users(first: 1) { id } } query B { pets(first: 1) { id } }'
    assert.deepEqual(ask(two, null, 'B').data, { pets: [{ id: '1' }] })
    assert.equal(ask(two).errors[0].message, 'Operation name required')
    assert.equal(ask(two, null, 'C').errors[0].message, 'Operation name required')
    const one = 'query A { users(first: 1) { id } }'
    assert.deepEqual(ask(one, null, 'C').data, { users: [{ id: '0x01' }] })
  })

  it('bounds depth, width and time', () => {
    const nest = (depth: number) => `{ users { ${'boss { '.repeat(depth)} id ${'} '.repeat(depth)} } }`
    assert.equal(ask(nest(15)).errors, undefined)
    assert.equal(messageOf(nest(16)), 'query has a depth that exceeds the limit of `16`')
    const deepFilter = `{ users(where: ${'{and: ['.repeat(1200)}{ok: true}${']}'.repeat(1200)}) { id } }`
    assert.match(messageOf(deepFilter), /could not be run \(.*\); ask in smaller parts/)
    const past = nest(15).replace('users', 'users(block: {number: 1})')
    assert.equal(ask(past).data.users.length, 2)
    const wide = Array.from({ length: 3000 }, (_, i) => `f${i}: big`).join(' ')
    assert.equal(Object.keys(ask(`{ user(id: "0x01") { ${wide} } }`).data.user).length, 3000)
    assert.match(messageOf(`{ ${'a '.repeat(30_000)} }`), /token/i)
    const many = JSON.stringify(Array.from({ length: 30_001 }, () => '0x01'))
    assert.match(
      messageOf(`query ($l: [Bytes!]) { users(where: {id_in: $l}) { id } }`, { l: JSON.parse(many) }),
      /more than 30000 values/,
    )
    const fragments = Array.from(
      { length: 12 },
      (_, i) => `fragment F${i} on User { a: boss { ...F${i + 1} } b: boss { ...F${i + 1} } }`,
    )
    const laughs = `{ users { ...F0 } } ${fragments.join(' ')} fragment F12 on User { id }`
    assert.match(messageOf(laughs), /leads through more than 1000 relations/)
    const hurried = openQueryEngine({ path: store.path, schema, deployment: 'x', timeLimitMs: 0 })
    const explosive = `{ users { ${'pets { owner { '.repeat(7)} id ${'} } '.repeat(7)} } }`
    assert.equal(JSON.parse(hurried.execute({ query: explosive })).errors[0].message, 'Query timed out')
    hurried.close()
  })
})
