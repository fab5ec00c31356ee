import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import { checkNode } from './check-node.ts'

describe('checkNode', () => {
  it('refuses what is older than the engines of the package, and says what to install', () => {
    for (const version of ['18.20.4', '20.19.0', '22.0.0', '22.14.9']) {
      assert.throws(
        () => checkNode(version),
        (error) => {
          assert.ok(SpaceError.is(error, 'RUNTIME_UNSUPPORTED'))
          assert.equal(error.summary, `Node ${version} is too old: Space needs Node 22.15 or newer.`)
          return true
        },
      )
    }
    for (const version of ['22.15.0', '22.20.1', '24.0.0', '100.1.0']) checkNode(version)
    const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    assert.equal(engines.node, '>=22.15')
  })

  it('runs when an entry point is imported, before anything else can go wrong', () => {
    const { exports } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } })`
    const load = ['--import', `data:text/javascript,${encodeURIComponent(old)}`]
    for (const path of Object.values<string>(exports)) {
      const entry = new URL(`../../${path}`, import.meta.url).href
      const script = `await import(${JSON.stringify(entry)}).catch((error) => console.log(error.code, error.message))`
      const { stdout } = spawnSync(process.execPath, [...load, '--input-type=module', '-e', script], {
        encoding: 'utf8',
      })
      assert.match(
        stdout,
        /^RUNTIME_UNSUPPORTED Node 20\.19\.0 is too old: Space needs Node 22\.15 or newer/,
        path,
      )
    }
  })
})
