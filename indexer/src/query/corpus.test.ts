import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import type { EntityModel, FieldModel } from '../schema/schema-model.ts'
import type { Value } from '../store/store.ts'
import { accountFields, accountId, sampleBigInt, sampleText } from '../store/testing/sample-changes.ts'
import { seed } from '../testing/seed.ts'
import { type FilterKey, filterKeysOf, orderKeysOf } from './filter-keys.ts'
import { type NaiveArguments, NaiveQuery, NaiveRefusal, type NaiveWhere } from './testing/naive-query.ts'
import type { NaiveState, Version } from './testing/naive-state.ts'
import { renderArguments, toInput, toJsonValue } from './testing/render-input.ts'
import { makeSampleIndex, sampleSchema } from './testing/sample-index.ts'

const BLOCK_COUNT = 60
/** Over all filters and the combinations more than 10,000 queries. */
const QUERIES_PER_FILTER = 30
const COMBINATIONS = 2_000
const index = makeSampleIndex(seed, BLOCK_COUNT)
after(() => index.close())

type Answer = { data?: Record<string, unknown>; errors?: { message: string }[] }

function ask(query: string, variables: unknown = {}): Answer {
  return JSON.parse(index.engine.execute({ query, variables: JSON.parse(JSON.stringify(variables)) }))
}

/** Values for a filter: mostly stored ones, so that there is something to match. */
function valuesFor(entity: EntityModel, field: FieldModel): fc.Arbitrary<Value> {
  const stored = index.states
    .flatMap((state) => [...(state.get(entity.name)?.values() ?? [])])
    .map((version) => version.data.get(field.name) ?? null)
    .filter((value) => value !== null)
  const drawn: fc.Arbitrary<Value> =
    entity.name === 'Account' && field.name !== 'id'
      ? (accountFields[field.name] as fc.Arbitrary<Value>).filter((value) => value !== null)
      : field.valueKind === 'Bytes'
        ? fc.nat(15).map(accountId)
        : field.valueKind === 'String'
          ? sampleText
          : field.valueKind === 'Int8'
            ? fc.bigInt({ min: -9n, max: 9n })
            : field.valueKind === 'BigInt'
              ? sampleBigInt
              : fc.nat(3)
  return stored.length === 0 ? drawn : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...stored) }, drawn)
}

/** Int8 ids are filtered with GraphQL's 32-bit Int, as in graph-node. */
function fitsInput({ inputType }: FilterKey, value: Value): boolean {
  if (!/^\[?Int!?\]?$/.test(inputType)) return true
  return [value].flat().every((one) => BigInt.asIntN(32, BigInt(one as bigint)) === BigInt(one as bigint))
}

function inputFor(entity: EntityModel, filter: FilterKey): fc.Arbitrary<NaiveWhere[string]> {
  const { field, operator } = filter
  if (operator === 'child') {
    const target = sampleSchema.entities.get(field.typeName) as EntityModel
    const inner = filterKeysOf(target).filter((candidate) => candidate.operator !== 'child')
    return fc.constantFrom(...inner).chain((candidate) => whereOf(target, candidate))
  }
  const fitting = valuesFor(entity, field).filter((one) => fitsInput(filter, one))
  if (operator === 'in' || operator === 'not_in')
    return fc.array(fitting, { maxLength: 4 }) as fc.Arbitrary<Value>
  if (operator === '' || operator === 'not') return fc.option(fitting, { freq: 5 })
  if (field.isList || field.valueKind !== 'String') return fitting
  return fitting.chain((text) => {
    const length = (text as string).length
    return fc.tuple(fc.nat(length), fc.nat(length)).map(([a, b]) => cutText(text as string, a, b))
  })
}

/** Part of a text that splits no surrogate pair. */
function cutText(text: string, a: number, b: number): string {
  const part = text.slice(Math.min(a, b), Math.max(a, b))
  return part.isWellFormed() ? part : text
}

function whereOf(entity: EntityModel, filter: FilterKey): fc.Arbitrary<NaiveWhere> {
  return inputFor(entity, filter).map((input) => ({ [filter.key]: input }))
}

function argumentsFor(entity: EntityModel, where: fc.Arbitrary<NaiveWhere>): fc.Arbitrary<NaiveArguments> {
  const orderable = orderKeysOf(entity, sampleSchema).filter((key) => {
    const field = entity.fields.get(key)
    return (
      !key.startsWith('badge') && (field === undefined || (!field.isList && field.derivedFrom === undefined))
    )
  })
  return fc.record(
    {
      where,
      orderBy: fc.constantFrom(...orderable),
      orderDirection: fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
      first: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(1000)),
      skip: fc.nat(3),
    },
    { requiredKeys: ['where'] },
  )
}

const plurals: Readonly<Record<string, string>> = {
  Account: 'accounts',
  Payment: 'payments',
  Note: 'notes',
  Badge: 'badges',
}

function idsOf(versions: readonly Version[]): unknown[] {
  return versions.map(({ data }) => {
    const id = data.get('id') as Value
    return { id: toJsonValue(id instanceof Uint8Array ? 'Bytes' : 'String', id) }
  })
}

function check(entity: EntityModel, values: NaiveArguments, block: number, isInline: boolean): void {
  const at = block === BLOCK_COUNT ? [] : [`block: {number: ${block}}`]
  const { where = {}, ...rest } = values
  const query = isInline
    ? `{ all: ${plurals[entity.name]}${renderArguments(sampleSchema, entity, values, at)} { id } }`
    : `query ($where: ${entity.name}_filter) { all: ${plurals[entity.name]}${renderArguments(sampleSchema, entity, rest, ['where: $where', ...at])} { id } }`
  const answer = ask(query, isInline ? {} : { where: toInput(sampleSchema, entity, where) })
  let expected: unknown[]
  try {
    expected = idsOf(
      new NaiveQuery(sampleSchema, index.states[block] as NaiveState).select(entity.name, values),
    )
  } catch (error) {
    if (!(error instanceof NaiveRefusal)) throw error
    assert.match(
      answer.errors?.[0]?.message ?? '',
      /unsupported filter|operator does not exist: bytea/,
      query,
    )
    return
  }
  assert.deepEqual(
    answer,
    { data: { all: expected } },
    `${query}\n${JSON.stringify(toInput(sampleSchema, entity, where))}`,
  )
}

const blockHeight = fc.oneof(
  { weight: 2, arbitrary: fc.constant(BLOCK_COUNT) },
  fc.integer({ min: 0, max: BLOCK_COUNT }),
)

describe(`every filter equals a naive executor (SPACE_SEED=${seed})`, () => {
  for (const entity of sampleSchema.entities.values()) {
    for (const filter of filterKeysOf(entity)) {
      it(`${entity.name}.${filter.key}`, () => {
        const cases = fc.tuple(argumentsFor(entity, whereOf(entity, filter)), blockHeight, fc.boolean())
        fc.assert(
          fc.property(cases, ([values, block, isInline]) => check(entity, values, block, isInline)),
          { numRuns: QUERIES_PER_FILTER, seed },
        )
      })
    }
  }

  it('combinations with and, or and _change_block', () => {
    const account = sampleSchema.entities.get('Account') as EntityModel
    const usable = filterKeysOf(account).filter(
      ({ field, key }) => field.name !== 'friend' || key === 'friend_',
    )
    const one = fc.constantFrom(...usable).chain((filter) => whereOf(account, filter))
    const changed = fc
      .nat(BLOCK_COUNT)
      .map((number): NaiveWhere => ({ _change_block: { number_gte: number } }))
    const simple = fc.oneof({ weight: 5, arbitrary: one }, changed)
    const where = fc.letrec<{ where: NaiveWhere }>((tie) => ({
      where: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.tuple(simple, simple).map(([a, b]) => ({ ...a, ...b })),
        fc.array(tie('where'), { maxLength: 3 }).map((parts) => ({ or: parts })),
        fc
          .tuple(simple, fc.array(tie('where'), { maxLength: 3 }))
          .map(([a, parts]) => ({ ...a, and: parts })),
      ),
    })).where
    const cases = fc.tuple(argumentsFor(account, where), blockHeight, fc.boolean())
    fc.assert(
      fc.property(cases, ([values, block, isInline]) => check(account, values, block, isInline)),
      { numRuns: COMBINATIONS, seed },
    )
  })
})
