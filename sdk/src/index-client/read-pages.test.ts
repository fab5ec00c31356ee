import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import { PAGE_SIZE, readPages } from './read-pages.ts'
import { idOf, MockIndex } from './test-support.ts'

const parse = (row: Record<string, unknown>) => ({ id: String(row['id']), item: Number(row['n']) })
const isInvalid = (error: unknown) => SpaceError.is(error, 'INDEX_ANSWER_INVALID')

describe('readPages', () => {
  const index = new MockIndex()
  const read = () => readPages(index.client, { list: 'rows', query: 'query', variables: { fixed: 1 }, parse })
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: idOf(from + at, 4), n: from + at }))

  it('goes on behind the last id until a page is not full', async () => {
    const all = rows(1, 2 * PAGE_SIZE + 3)
    index.answer = ({ variables }) => {
      const left = all.filter(({ id }) => id > String(variables['after']))
      return { data: { rows: left.slice(0, PAGE_SIZE) } }
    }
    assert.deepEqual(
      await read(),
      all.map(({ n }) => n),
    )
    assert.deepEqual(
      index.questions.map(({ variables }) => variables),
      [
        { fixed: 1, after: '0x' },
        { fixed: 1, after: idOf(PAGE_SIZE, 4) },
        { fixed: 1, after: idOf(2 * PAGE_SIZE, 4) },
      ],
    )
  })

  it('gives nothing for an empty list', async () => {
    index.answer = () => ({ data: { rows: [] } })
    assert.deepEqual(await read(), [])
  })

  it('refuses ids that do not rise, which could go on for ever', async () => {
    const pages = [[...rows(1, 2), ...rows(2, 1)], rows(1, 2).reverse()]
    for (const page of pages) {
      index.answer = () => ({ data: { rows: page } })
      await assert.rejects(read(), isInvalid)
    }
    index.answer = () => ({ data: { rows: rows(1, PAGE_SIZE) } })
    await assert.rejects(read(), isInvalid)
  })

  it('refuses a row whose id is not what it says, and a list that is none', async () => {
    index.answer = () => ({ data: { rows: rows(1, 1) } })
    const other = (row: Record<string, unknown>) => ({ ...parse(row), id: '0x99' })
    await assert.rejects(
      readPages(index.client, { list: 'rows', query: 'query', variables: {}, parse: other }),
      isInvalid,
    )
    for (const list of [undefined, null, {}, [1]]) {
      index.answer = () => ({ data: { rows: list } })
      await assert.rejects(read(), isInvalid)
    }
  })
})
