import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportMutableGlobals, GLOBAL_EXPORT_PREFIX } from './export-globals.ts'

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
const F64_ONE = [0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x0b]

/** A module with an imported global, then i32, constant, i64 and f64 globals of its own, the first exported. */
function makeModule(): Uint8Array {
  const section = (id: number, body: number[]) => [id, body.length, ...body]
  const imports = section(2, [1, 1, 0x65, 1, 0x67, 3, 0x7f, 0])
  const globals = section(6, [
    4,
    ...[0x7f, 1, 0x41, 0xe4, 0x00, 0x0b],
    ...[0x7f, 0, 0x41, 0x05, 0x0b],
    ...[0x7e, 1, 0x42, 0x7f, 0x0b],
    ...[0x7c, 1, ...F64_ONE],
  ])
  const exports = section(7, [1, 1, 0x78, 3, 1])
  return new Uint8Array([...HEADER, ...imports, ...globals, ...exports])
}

test('exports each mutable global and keeps what was exported', () => {
  const module = new WebAssembly.Module(exportMutableGlobals(makeModule()) as Uint8Array<ArrayBuffer>)
  const exports = new WebAssembly.Instance(module, { e: { g: 1 } }).exports as Record<
    string,
    WebAssembly.Global
  >
  const value = (name: string) => exports[name]?.value
  assert.equal(value('x'), 100)
  assert.equal(value(`${GLOBAL_EXPORT_PREFIX}0`), 100)
  assert.equal(value(`${GLOBAL_EXPORT_PREFIX}1`), undefined)
  assert.equal(value(`${GLOBAL_EXPORT_PREFIX}2`), -1n)
  assert.equal(value(`${GLOBAL_EXPORT_PREFIX}3`), 1)
})

test('a module without globals stays as it is', () => {
  const bare = new Uint8Array(HEADER)
  assert.deepEqual(new Uint8Array(exportMutableGlobals(bare)), bare)
})
