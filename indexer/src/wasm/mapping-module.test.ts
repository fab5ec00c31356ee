import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { IndexerError } from '../errors.ts'
import { buildLedger } from '../testing/build-ledger.ts'
import type { HostContext } from './host-context.ts'
import { MappingModule } from './mapping-module.ts'

const wasm = readFileSync(join(buildLedger(), 'Tools/Tools.wasm'))

/** A module in text-free binary form that imports one function and exports nothing. */
function importing(name: string): Uint8Array {
  const text = [...Buffer.from(name)]
  const types = [1, 4, 1, 0x60, 0, 0]
  const imports = [2, text.length + 6, 1, 1, 0x65, text.length, ...text, 0, 0]
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...types, ...imports)
}

test('compiles a build and knows its handlers', () => {
  const module = MappingModule.compile(wasm, 'Tools.wasm')
  assert.equal(module.hasHandler('handleFailed'), true)
  assert.equal(module.hasHandler('handleNothing'), false)
  assert.equal(module.hasHandler('memory'), false)
})

test('refuses what is no module and what needs functions that are not offered', () => {
  const errorOf = (bytes: Uint8Array) => {
    try {
      MappingModule.compile(bytes, 'x.wasm')
    } catch (error) {
      return error instanceof IndexerError ? [error.code, error.message] : []
    }
    return []
  }
  assert.deepEqual(errorOf(Uint8Array.of(1, 2, 3))[0], 'build-invalid')
  const [code, message] = errorOf(importing('ipfs.cat'))
  assert.equal(code, 'unsupported')
  assert.match(message as string, /^x\.wasm uses ipfs\.cat, which this indexer does not offer/)
  assert.deepEqual(errorOf(importing('store.get')), [])
})

test('a handler that is not there, or memory beyond the module, is the error of the mapping', () => {
  const context = {} as HostContext
  for (const mode of ['reset', 'fresh'] as const) {
    const module = MappingModule.compile(wasm, 'Tools.wasm', mode)
    assert.throws(() => module.run('handleNothing', () => 0, context), /exports no function `handleNothing`/)
    assert.throws(() => module.run('handleFailed', () => 0xffff_0000, context), WebAssembly.RuntimeError)
  }
})
