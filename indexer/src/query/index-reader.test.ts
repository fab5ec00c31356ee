import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import { openStore } from '../store/open-store.ts'
import { sampleBlock, toData } from '../store/testing/sample-changes.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { IndexReader } from './index-reader.ts'
import { FAIL_FUNCTION, IN_TIME_FUNCTION, LIKE_FUNCTION } from './sql-context.ts'

const schema = parseSchema('type Note @entity { id: ID! }')
const store = openStore({ path: join(temporaryFolder(), 'index.db'), schema, identity: 'x' })
const commit = (number: number) =>
  store.commitBlock(sampleBlock(number), [
    { type: 'Note', id: String(number), data: toData({ id: String(number) }) },
  ])

test('reads blocks, failure and counts', () => {
  const reader = new IndexReader(store.path, 1_000)
  assert.equal(reader.head(), undefined)
  commit(1)
  assert.deepEqual(reader.head(), sampleBlock(1))
  assert.deepEqual(reader.findBlockByHash(sampleBlock(1).hash), sampleBlock(1))
  assert.equal(reader.findBlockByHash('0x00'), undefined)
  assert.deepEqual(reader.countEntities(schema), { Note: 1 })
  assert.equal(reader.failure(), undefined)
  store.setFailed({ message: 'broken', details: { a: 1 } })
  assert.deepEqual(reader.failure(), { message: 'broken', details: { a: 1 } })
  reader.close()
})

test('a snapshot does not see what is committed meanwhile', () => {
  const reader = new IndexReader(store.path, 1_000)
  const seen = reader.inSnapshot(() => {
    const before = reader.head()?.number
    commit(2)
    return [before, reader.head()?.number]
  })
  assert.deepEqual(seen, [1, 1])
  assert.equal(reader.head()?.number, 2)
  reader.close()
})

test('the version of the data changes with each commit, and only then', () => {
  const reader = new IndexReader(store.path, 1_000)
  const before = reader.dataVersion()
  reader.inSnapshot(() => reader.head())
  assert.equal(reader.dataVersion(), before)
  commit(3)
  assert.notEqual(reader.dataVersion(), before)
  const between = reader.dataVersion()
  store.revertTo(2)
  assert.notEqual(reader.dataVersion(), between)
  reader.close()
})

test('offers its functions to SQL', () => {
  const reader = new IndexReader(store.path, 0)
  assert.equal(Number(reader.readText(`SELECT ${LIKE_FUNCTION}('A%', 'abc', 1)`, [])), 1)
  assert.equal(reader.readText(`SELECT ${LIKE_FUNCTION}('A%', NULL, 1)`, []), null)
  assert.throws(() => reader.readText(`SELECT ${FAIL_FUNCTION}('text', 2, 3)`, []), {
    name: 'QueryError',
    message: 'text',
    location: { line: 2, column: 3 },
  })
  const many = `WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) SELECT sum(${IN_TIME_FUNCTION}()) FROM n`
  assert.throws(() => reader.inSnapshot(() => reader.readText(many, [])), /Query timed out/)
  reader.close()
})
