import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type LocalNetwork, startLocalNetwork } from '../support/local-network.ts'

const root = join(import.meta.dirname, '../..')

/** Packs the SDK and installs it where nothing else is, as an app would, with npm and its registry. */
describe('the packed SDK', { timeout: 600_000 }, () => {
  let app: string
  let network: LocalNetwork

  const run = (command: string, ...args: string[]) => {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: app, encoding: 'utf8' })
    assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}${error?.message ?? ''}`)
    return stdout
  }
  const installed = (path: string) => join(app, 'node_modules/@space/sdk', path)

  before(async () => {
    app = realpathSync(mkdtempSync(join(tmpdir(), 'space-packed-')))
    const packed = run(process.execPath, join(root, 'scripts/pack.ts'), '@space/sdk', '--to', app)
    const tarball = /^@space\/sdk (.*)$/m.exec(packed)?.[1] as string
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const tools = ['typescript', '@types/node'].map((name) => `${name}@${devDependencies[name]}`)
    writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
    run('npm', 'install', '--no-audit', '--no-fund', tarball, ...tools)
    rmSync(tarball)
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const snippet = /<!-- snippet:sdk -->\n```ts\n([\s\S]*?)```/.exec(readme)?.[1]
    assert.ok(snippet, 'README.md has a snippet')
    writeFileSync(join(app, 'snippet.ts'), snippet)
    network = await startLocalNetwork()
  })
  after(async () => {
    await network?.stop()
    rmSync(app, { recursive: true, force: true })
  })

  test("runs the README's snippet against a running network", () => {
    assert.equal(run(process.execPath, 'snippet.ts', network.rpcUrl), 'hello space\n')
  })

  test('has types with which the snippet and every entry point compile', () => {
    const { exports } = JSON.parse(readFileSync(installed('package.json'), 'utf8'))
    const entries = Object.keys(exports).map((path) => `@space/sdk${path.slice(1)}`)
    assert.ok(entries.includes('@space/sdk/node'))
    const imports = entries.map(
      (entry, i) => `import * as entry${i} from '${entry}'\nconsole.log(typeof entry${i})`,
    )
    writeFileSync(join(app, 'entries.ts'), imports.join('\n'))
    const options = ['--strict', '--noEmit', '--target', 'es2024', '--module', 'nodenext', '--types', 'node']
    run(join(app, 'node_modules/.bin/tsc'), ...options, 'snippet.ts', 'entries.ts')
    assert.equal(run(process.execPath, 'entries.ts'), 'object\n'.repeat(entries.length))
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
    const output = run(process.execPath, join(root, 'tools/checks/bundle.ts'), installed('index.js'))
    assert.match(output, /^1\d\d\.\d KB of 180\.0 KB, gzip -9$/m)
  })
})
