import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { openIndexFile } from './open-index-file.ts'

const schema = parseSchema('type Note @entity { id: ID! }')
const folder = temporaryFolder()

function openAndClose(path: string, identity: string): string {
  const file = openIndexFile(path, schema, identity)
  file.database.close()
  file.release()
  return file.path
}

test('makes the file with its folder, and opens it again', () => {
  const path = join(folder, 'deep/er/index.db')
  assert.equal(openAndClose(path, 'a'), path)
  assert.equal(openAndClose(path, 'a'), path)
})

test('leaves the index of another identity alone and uses a file beside it', () => {
  const path = join(folder, 'index.db')
  openAndClose(path, 'a')
  const before = readFileSync(path)
  const beside = openAndClose(path, 'b')
  assert.match(beside, /index-[0-9a-f]{12}\.db$/)
  assert.equal(openAndClose(path, 'b'), beside)
  assert.deepEqual(readFileSync(path), before)
})

test('refuses a file that is none of its own, and a second writer', () => {
  const text = join(folder, 'text.db')
  writeFileSync(text, 'a text file, not a database. '.repeat(50))
  assert.throws(() => openIndexFile(text, schema, 'a'), /cannot be used as an index/)
  const foreign = join(folder, 'foreign.db')
  const database = new DatabaseSync(foreign)
  database.exec('CREATE TABLE t (x)')
  database.close()
  assert.throws(() => openIndexFile(foreign, schema, 'a'), /it holds other tables/)
  const path = join(folder, 'locked.db')
  const first = openIndexFile(path, schema, 'a')
  assert.ok(existsSync(`${path}-lock`))
  assert.throws(() => openIndexFile(path, schema, 'a'), /is written by another process/)
  first.database.close()
  first.release()
  openAndClose(path, 'a')
})
