import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { openQueryEngine } from './open-query-engine.ts'
import { sampleSchema } from './testing/sample-index.ts'

const WRITER = fileURLToPath(new URL('../store/testing/commit-forever.ts', import.meta.url))
const QUERY = `{
  left: note(id: "left") { text }
  payments(orderBy: id, orderDirection: desc, first: 1) { id }
  right: note(id: "right") { text }
  _meta { block { number } }
}`

it('shows one block in all fields while another process commits and reverts', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'index.db')
  const writer = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(writer, 'exit')
  await once(writer.stdout, 'data')
  const engine = openQueryEngine({ path, schema: sampleSchema, deployment: 'QmSample' })
  const seen = new Set<number>()
  for (let round = 0; round < 3000 && seen.size < 50; round += 1) {
    const { data, errors } = JSON.parse(engine.execute({ query: QUERY }))
    if (errors !== undefined) {
      assert.match(errors[0].message, /has not started syncing yet/)
      continue
    }
    const { number } = data._meta.block
    const text = String(number)
    assert.deepEqual(data, {
      left: { text },
      payments: [{ id: text }],
      right: { text },
      _meta: { block: { number } },
    })
    seen.add(number)
  }
  writer.kill('SIGKILL')
  await exited
  engine.close()
  assert.ok(seen.size > 5, `only ${seen.size} different blocks were seen`)
})
