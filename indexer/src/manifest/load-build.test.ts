import assert from 'node:assert/strict'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { IndexerError } from '../errors.ts'
import { buildLedger } from '../testing/build-ledger.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { loadBuild } from './load-build.ts'

const original = buildLedger()

/** A copy of the build with one file changed. */
function altered(file: string, change: (content: Buffer) => string | Buffer): string {
  const folder = join(temporaryFolder(), 'build')
  cpSync(original, folder, { recursive: true })
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file))))
  return folder
}

test('loads the output of graph build', () => {
  const build = loadBuild(original)
  assert.deepEqual(
    build.dataSources.map(({ name }) => name),
    ['Ledger', 'Tools'],
  )
  assert.ok(build.schema.entities.has('Payment'))
  assert.match(build.hash, /^[0-9a-f]{64}$/)
  assert.equal(loadBuild(original).hash, build.hash)
})

test('the hash changes with every file that matters', () => {
  const hashes = new Set([loadBuild(original).hash])
  hashes.add(loadBuild(altered('subgraph.yaml', (text) => `${text}\n# note\n`)).hash)
  hashes.add(loadBuild(altered('schema.graphql', (text) => `${text}\n# note\n`)).hash)
  hashes.add(loadBuild(altered('Tools/Tools.json', (text) => `${text}\n`)).hash)
  // An empty custom section.
  hashes.add(
    loadBuild(altered('Tools/Tools.wasm', (wasm) => Buffer.concat([wasm, Buffer.from([0, 2, 1, 0x78])])))
      .hash,
  )
  assert.equal(hashes.size, 5)
})

test('refuses what cannot run', () => {
  const refused = (folder: string, code: string, message: RegExp) =>
    assert.throws(
      () => loadBuild(folder),
      (error) => {
        assert.ok(error instanceof IndexerError && error.code === code, String(error))
        assert.match(error.message, message)
        return true
      },
    )
  refused(
    altered('Tools/Tools.wasm', () => 'text'),
    'build-invalid',
    /Tools\/Tools\.wasm is not a WebAssembly module/,
  )
  const renamed = (wasm: Buffer) =>
    Buffer.from(wasm.toString('latin1').replace('crypto.keccak256', 'ens.nameByHashXX'), 'latin1')
  refused(altered('Tools/Tools.wasm', renamed), 'unsupported', /Tools\/Tools\.wasm uses ens\.nameByHashXX/)
  const handler = (text: Buffer) => text.toString().replace('handler: handleNamed', 'handler: handleNothing')
  refused(altered('subgraph.yaml', handler), 'build-invalid', /exports no handler `handleNothing`/)
  const entity = (text: Buffer) => text.toString().replace('- Payment', '- Paiement')
  refused(altered('subgraph.yaml', entity), 'build-invalid', /lists the entity `Paiement`/)
  const folder = altered('subgraph.yaml', (text) => text)
  rmSync(join(folder, 'schema.graphql'))
  refused(folder, 'build-invalid', /Cannot read schema\.graphql/)
})
