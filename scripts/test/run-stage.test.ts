import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { describe, it } from 'node:test'
import { runStage } from './run-stage.ts'

const run = async (code: string, signal = new AbortController().signal) => {
  let printed = ''
  const print = (chunk: string) => {
    printed += chunk
  }
  const stage = { name: 'sample', command: [process.execPath, '-e', code] }
  const result = await runStage(stage, { SPACE_SEED: '7' }, { print, signal })
  return { ...result, printed }
}

describe('runStage', () => {
  it('counts what the stage ran, and hands it its environment', async () => {
    const { counts, printed } = await run("console.log('# pass 2'); console.log(process.env.SPACE_SEED)")
    assert.deepEqual(counts, { passed: 2, failed: 0, skipped: 0 })
    assert.equal(printed, '# pass 2\n7\n')
  })

  it('fails a stage that leaves something in the temporary folder, and removes it', async () => {
    const { counts, printed, excerpt } = await run(
      "const folder = require('fs').mkdtempSync(require('os').tmpdir() + '/sample-'); console.log('# pass 1\\n' + folder)",
    )
    assert.deepEqual(counts, { passed: 1, failed: 1, skipped: 0 })
    assert.match(excerpt, /^FAIL sample left sample-\w+ in the temporary folder$/m)
    assert.equal(existsSync(printed.split('\n')[1] ?? ''), false)
  })

  it("keeps the user's npm settings from the stage", async () => {
    process.env['npm_config_loglevel'] = 'silent'
    try {
      const { printed } = await run("console.log('# pass 1', process.env.npm_config_loglevel)")
      assert.equal(printed, '# pass 1 undefined\n')
    } finally {
      delete process.env['npm_config_loglevel']
    }
  })

  it('ends with an abort, as a failure', async () => {
    const { counts } = await run('setTimeout(() => undefined, 60_000)', AbortSignal.timeout(200))
    assert.equal(counts.failed, 1)
  })

  it('does not run with a pattern that no file matches', async () => {
    const stage = { name: 'sample', command: ['node', 'nowhere/*.test.ts'] }
    const options = { print: () => undefined, signal: new AbortController().signal }
    await assert.rejects(runStage(stage, {}, options), /^Error: no file matches nowhere\/\*\.test\.ts$/)
  })
})
