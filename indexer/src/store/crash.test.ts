import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseSchema } from '../schema/parse-schema.ts'
import { randomNumbers } from '../testing/random-logs.ts'
import { seed } from '../testing/seed.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { openStore } from './open-store.ts'
import { sampleBlock } from './testing/sample-changes.ts'
import { SAMPLE_SCHEMA } from './testing/sample-schema.ts'

const PROGRAM = fileURLToPath(new URL('./testing/commit-forever.ts', import.meta.url))
const KILLS = 12
const random = randomNumbers(seed)

it('holds whole blocks after kill -9 at any moment', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'index.db')
  let lastHead = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = spawn(process.execPath, [PROGRAM, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    const exited = once(child, 'exit')
    await once(child.stdout, 'data')
    await sleep(5 + random(40))
    child.kill('SIGKILL')
    await exited

    const store = openStore({ path, schema: parseSchema(SAMPLE_SCHEMA), identity: 'crash' })
    const head = store.head()?.number ?? 0
    if (head > 0) {
      assert.deepEqual(store.head(), sampleBlock(head))
      assert.equal(store.get('Note', 'left')?.get('text'), String(head))
      assert.equal(store.get('Note', 'right')?.get('text'), String(head))
    }
    store.close()
    assertVersionsWhole(path, head)
    assert.ok(head >= lastHead - 3, `head fell from ${lastHead} to ${head}`)
    lastHead = head
  }
  assert.ok(lastHead > KILLS, `only ${lastHead} blocks were committed`)
})

function assertVersionsWhole(path: string, head: number): void {
  const database = new DatabaseSync(path, { readOnly: true })
  const count = (sql: string) => Number(database.prepare(sql).get()?.n)
  assert.equal(count('SELECT count(*) AS n FROM "Payment"'), head)
  assert.equal(count('SELECT count(*) AS n FROM "$blocks"'), head)
  assert.equal(count('SELECT count(*) AS n FROM "Note$past"'), Math.max(0, 2 * (head - 1)))
  assert.equal(count('SELECT count(*) AS n FROM "Note$past" WHERE "$to" <> "$from" + 1'), 0)
  assert.equal(database.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok')
  database.close()
}
