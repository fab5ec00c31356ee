import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createPackedApp, type PackedApp } from '../support/packed-app.ts'

const root = join(import.meta.dirname, '../..')
const tools = ['typescript', '@types/node']

/** Type-checks TypeScript of an application as strictly as this repository does. */
function typeCheck(app: PackedApp, ...files: string[]): void {
  const options = ['--strict', '--noEmit', '--target', 'es2024', '--module', 'nodenext', '--types', 'node']
  const checks = [
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--allowImportingTsExtensions',
  ]
  app.run(join(app.folder, 'node_modules/.bin/tsc'), ...options, ...checks, ...files)
}

describe('a backend of an outside package', { timeout: 600_000 }, () => {
  let app: PackedApp
  before(() => {
    app = createPackedApp({ packages: ['@space/sdk'], tools, example: 'custom-backend' })
  })
  after(() => app?.remove())

  test('type-checks', () => typeCheck(app, 'folder-store.ts', 'folder-store.test.ts'))

  test('passes the conformance suite', () => {
    const output = app.run(process.execPath, '--test', '--test-reporter=tap')
    assert.match(output, /^# fail 0$/m)
    assert.ok(Number(/^# pass (\d+)$/m.exec(output)?.[1]) >= 20, output)
  })

  test('fails it when it breaks a promise of backends', () => {
    const file = join(app.folder, 'folder-store.ts')
    const source = readFileSync(file, 'utf8')
    const broken = source.replace('checkExpected(label, await readHead(label), expected)', '')
    assert.notEqual(broken, source)
    writeFileSync(file, broken)
    assert.throws(() => app.run(process.execPath, '--test'), /a head only over the expected value/)
  })
})

describe('a script of an outside package', { timeout: 600_000 }, () => {
  let app: PackedApp
  before(() => {
    const packages = ['@space/sdk', '@space/indexer', '@space/devnet', '@space/backend-pack']
    app = createPackedApp({ packages, tools, example: 'node-script' })
  })
  after(() => app?.remove())

  test('is short, and type-checks', () => {
    const source = readFileSync(join(app.folder, 'share-directory.ts'), 'utf8')
    assert.ok(source.split('\n').length <= 60)
    typeCheck(app, 'share-directory.ts')
  })

  test('opens, uploads, shares, and reads as the other user', () => {
    const source = join(app.folder, 'source')
    mkdirSync(join(source, 'inner'), { recursive: true })
    writeFileSync(join(source, 'a.txt'), 'abc')
    writeFileSync(join(source, 'inner/b.bin'), new Uint8Array(300_000))
    const output = app.run(process.execPath, 'share-directory.ts', source)
    assert.match(output, /^alice uploaded 2 files, 300003 bytes$/m)
    assert.match(output, /^bob may open a folder of 0x[0-9a-fA-F]{40} as reader$/m)
    assert.match(output, /^bob read a\.txt, 3 bytes$/m)
    assert.match(output, /^bob read inner\/b\.bin, 300000 bytes$/m)
  })

  test('gets the command of the local network, which says how it is used', () => {
    assert.match(
      app.run(join(app.folder, 'node_modules/.bin/space-devnet'), '--help'),
      /^Usage: space-devnet/,
    )
  })
})

test('examples name the versions of the packages that this repository has', () => {
  for (const example of ['custom-backend', 'node-script', 'solidity-gate']) {
    const { dependencies } = readManifest(`examples/${example}`)
    for (const [name, version] of Object.entries(dependencies ?? {})) {
      if (name === '@space/sdk') assert.equal(version, readManifest('sdk').version)
      if (name === '@space/contracts') assert.equal(version, readManifest('contracts').version)
      if (name === '@space/devnet') assert.equal(version, readManifest('devnet').version)
      if (name === '@space/backend-pack') assert.equal(version, readManifest('backends/pack').version)
    }
  }
})

function readManifest(folder: string): { version: string; dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}
