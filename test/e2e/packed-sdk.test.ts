import assert from 'node:assert/strict'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type LocalNetwork, startLocalNetwork } from '../support/local-network.ts'
import { createPackedApp, type PackedApp } from '../support/packed-app.ts'

const root = join(import.meta.dirname, '../..')

/** Installs the packed SDK where nothing else is, as an app would. */
describe('the packed SDK', { timeout: 600_000 }, () => {
  let app: PackedApp
  let network: LocalNetwork

  const installed = (path: string) => join(app.folder, 'node_modules/@space/sdk', path)

  before(async () => {
    app = createPackedApp({ packages: ['@space/sdk'], tools: ['typescript', '@types/node'] })
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const snippet = /<!-- snippet:sdk -->\n```ts\n([\s\S]*?)```/.exec(readme)?.[1]
    assert.ok(snippet, 'README.md has a snippet')
    writeFileSync(join(app.folder, 'snippet.ts'), snippet)
    network = await startLocalNetwork()
  })
  after(async () => {
    await network?.stop()
    app?.remove()
  })

  test("runs the README's snippet against a running network", () => {
    assert.equal(app.run(process.execPath, 'snippet.ts', network.rpcUrl), 'hello space\n')
  })

  test('has types with which the snippet and every entry point compile', () => {
    const { exports } = JSON.parse(readFileSync(installed('package.json'), 'utf8'))
    const entries = Object.keys(exports).map((path) => `@space/sdk${path.slice(1)}`)
    assert.ok(entries.includes('@space/sdk/node'))
    const imports = entries.map(
      (entry, i) => `import * as entry${i} from '${entry}'\nconsole.log(typeof entry${i})`,
    )
    writeFileSync(join(app.folder, 'entries.ts'), imports.join('\n'))
    const options = ['--strict', '--noEmit', '--target', 'es2024', '--module', 'nodenext', '--types', 'node']
    app.run(join(app.folder, 'node_modules/.bin/tsc'), ...options, 'snippet.ts', 'entries.ts')
    assert.equal(app.run(process.execPath, 'entries.ts'), 'object\n'.repeat(entries.length))
  })

  test('brings code and declarations, nothing that was only for building or testing', () => {
    const files = globSync('**/*.*', { cwd: installed('') })
    assert.ok(files.includes('index.js') && files.includes('platform/platform.web.js'))
    const foreign = files.filter((path) => !/(\.js|\.d\.ts|^package\.json|^README\.md|^LICENSE)$/.test(path))
    assert.deepEqual(foreign, [])
    assert.deepEqual(
      files.filter((path) => /\.test\.|test-support/.test(path)),
      [],
    )
  })

  test('stays small in a browser as it was installed', () => {
    const output = app.run(process.execPath, join(root, 'tools/checks/bundle.ts'), installed('index.js'))
    assert.match(output, /^everything: 1[0-4]\d\.\d of 150 KB, gzip -9$/m)
    assert.match(output, /^openLink: \d{2,3}\.\d of 110 KB, gzip -9$/m)
  })
})
