import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import type { EntityModel, FieldModel } from '../schema/schema-model.ts'
import { type NaiveArguments, NaiveQuery } from './testing/naive-query.ts'
import type { NaiveState, Version } from './testing/naive-state.ts'
import { renderArguments, toJsonValue } from './testing/render-input.ts'
import { makeSampleIndex, sampleSchema } from './testing/sample-index.ts'

const BLOCK_COUNT = 50
const index = makeSampleIndex(3, BLOCK_COUNT)
after(() => index.close())

type Selected = { alias: string; field: FieldModel; values: NaiveArguments; selection: Selected[] }

const entityOf = (name: string) => sampleSchema.entities.get(name) as EntityModel

function listArguments(entity: EntityModel): fc.Arbitrary<NaiveArguments> {
  const sortable = entity.storedFields.filter((field) => !field.isList).map((field) => field.name)
  return fc.record(
    {
      orderBy: fc.constantFrom(...sortable),
      orderDirection: fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
      first: fc.integer({ min: 1, max: 4 }),
      skip: fc.nat(2),
      where: fc.constantFrom({ id_not: null }, { _change_block: { number_gte: 9 } }, { or: [] }, { and: [] }),
    },
    { requiredKeys: [] },
  )
}

function selectionOf(entity: EntityModel, depth: number): fc.Arbitrary<Selected[]> {
  const fields = [...entity.fields.values()].filter((field) => depth > 0 || field.kind !== 'reference')
  const selected = fc.constantFrom(...fields).chain((field): fc.Arbitrary<Selected> => {
    const target = field.kind === 'reference' ? entityOf(field.typeName) : undefined
    return fc.record({
      alias: fc.stringMatching(/^[a-z]{6}$/),
      field: fc.constant(field),
      values: target !== undefined && field.isList ? listArguments(target) : fc.constant({}),
      selection: target === undefined ? fc.constant([]) : selectionOf(target, depth - 1),
    })
  })
  return fc.uniqueArray(selected, { minLength: 1, maxLength: 5, selector: (one) => one.alias })
}

function render(selection: Selected[]): string {
  const parts = selection.map(({ alias, field, values, selection: inner }) => {
    if (field.kind !== 'reference') return `${alias}: ${field.name}`
    return `${alias}: ${field.name}${renderArguments(sampleSchema, entityOf(field.typeName), values)} ${render(inner)}`
  })
  return `{ ${parts.join(' ')} }`
}

class Ambiguous extends Error {}

function project(naive: NaiveQuery, { data }: Version, selection: Selected[]): Record<string, unknown> {
  return Object.fromEntries(
    selection.map(({ alias, field, values, selection: inner }) => {
      if (field.kind !== 'reference') {
        return [alias, toJsonValue(field.valueKind, data.get(field.name) ?? null)]
      }
      const related = naive.select(field.typeName, values, naive.related(data, field))
      const objects = related.map((child) => project(naive, child, inner))
      if (field.isList) return [alias, objects]
      if (objects.length > 1) throw new Ambiguous(field.name)
      if (objects.length === 0 && field.isRequired) throw new Ambiguous(field.name)
      return [alias, objects[0] ?? null]
    }),
  )
}

describe('selections equal a naive executor', () => {
  for (const [plural, type] of Object.entries({
    accounts: 'Account',
    payments: 'Payment',
    notes: 'Note',
    badges: 'Badge',
  })) {
    it(`${plural}, nested, at any height`, () => {
      const entity = entityOf(type)
      const cases = fc.tuple(
        selectionOf(entity, 3),
        fc.oneof(fc.constant(BLOCK_COUNT), fc.integer({ min: 0, max: BLOCK_COUNT })),
      )
      fc.assert(
        fc.property(cases, ([selection, block]) => {
          const at = block === BLOCK_COUNT ? '' : `(block: {number: ${block}})`
          const query = `{ all: ${plural}${at} ${render(selection)} }`
          const answer = JSON.parse(index.engine.execute({ query }))
          const naive = new NaiveQuery(sampleSchema, index.states[block] as NaiveState)
          try {
            const expected = naive.select(type, {}).map((version) => project(naive, version, selection))
            assert.deepEqual(answer, { data: { all: expected } }, query)
          } catch (error) {
            if (!(error instanceof Ambiguous)) throw error
            assert.match(
              answer.errors?.[0]?.message ?? '',
              /^(Ambiguous result for|Null value resolved for)/,
              query,
            )
          }
        }),
        { numRuns: 40, seed: 2 },
      )
    })
  }
})
