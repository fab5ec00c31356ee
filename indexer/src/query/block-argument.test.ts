import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBlockConstraint, resolveBlock } from './block-argument.ts'
import { readJson } from './input-value.ts'

const head = { number: 9, hash: '0x09', parentHash: '0x08', timestamp: 1 }
const traps: string[] = []
const lookup = {
  deployment: 'Qm',
  head,
  earliest: 3,
  onTrap: (message: string) => traps.push(message),
  findByHash: (hash: string) => (hash === '0x09ab' ? head : undefined),
}
const read = (value: unknown) => readBlockConstraint(value === undefined ? undefined : readJson(value))

test('reads one of hash, number and number_gte, in this order', () => {
  assert.equal(read(undefined), undefined)
  assert.equal(read(null), undefined)
  assert.deepEqual(read({ number: 5 }), { kind: 'number', number: 5 })
  assert.deepEqual(read({ number: 5, hash: '0xAB' }), { kind: 'hash', hash: '0xab' })
  assert.deepEqual(read({ number_gte: 4, number: 5 }), { kind: 'number', number: 5 })
  assert.deepEqual(read({ number_gte: -4 }), { kind: 'atLeast', number: -4 })
  for (const wrong of [{}, { number: null }, { hash: 'zz' }, { hash: '0x1' }]) {
    assert.throws(() => read(wrong), /Invalid value provided for argument `block`: Object/)
  }
})

test('resolves to a block of the index', () => {
  assert.deepEqual(resolveBlock(undefined, lookup), { number: 9, pointer: head })
  assert.deepEqual(resolveBlock(read({ number: 4 }), lookup), { number: 4 })
  assert.deepEqual(resolveBlock(read({ number_gte: 9 }), lookup), { number: 9, pointer: head })
  assert.deepEqual(resolveBlock(read({ hash: '09ab' }), lookup), { number: 9, pointer: head })
  assert.throws(() => resolveBlock(read({ hash: '0x00' }), lookup), /no block with that hash found/)
  assert.throws(
    () => resolveBlock(read({ number: 10 }), lookup),
    /`block.number` value: .*only indexed up to block number 9/,
  )
  assert.throws(() => resolveBlock(read({ number_gte: 10 }), lookup), /`block.number_gte` value/)
  assert.throws(() => resolveBlock(read({ number: -1 }), lookup), /only has data starting at block number 3/)
  assert.deepEqual(traps, [])
  assert.deepEqual(resolveBlock(read({ number: 2 }), lookup), { number: 2 })
  assert.match(traps[0] ?? '', /starting at block number 3 and data for block number 2/)
})
