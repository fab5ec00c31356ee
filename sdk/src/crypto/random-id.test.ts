import assert from 'node:assert/strict'
import { it } from 'node:test'
import { toHex } from '../utils/index.ts'
import { randomId } from './random-id.ts'

it('gives ids of 16 bytes that differ, each an array of its own', () => {
  const ids = Array.from({ length: 1_000 }, randomId)
  assert.ok(ids.every((id) => id.length === 16 && id.buffer.byteLength === 16))
  const first = toHex(ids[0] as Uint8Array)
  ids[1]?.fill(0)
  assert.equal(toHex(ids[0] as Uint8Array), first)
  assert.equal(new Set(ids.map(toHex)).size, 1_000)
})
