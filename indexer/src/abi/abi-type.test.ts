import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  formatAbiType,
  headSize,
  isDynamic,
  parseAbiParameter,
  parseAbiType,
  splitTypes,
} from './abi-type.ts'

test('reads nested types and prints them canonically', () => {
  for (const text of ['uint256', 'bytes32[4][]', '(address,(uint8,bytes)[2],string[])[]', '()', 'function']) {
    assert.equal(formatAbiType(parseAbiType(text)), text)
  }
  assert.equal(formatAbiType(parseAbiType('tuple(uint, int)')), '(uint256,int256)')
})

test('reads tuples of an ABI from their components', () => {
  const components = [
    { name: 'to', type: 'address' },
    { name: 'parts', type: 'tuple[]', components: [{ name: 'x', type: 'uint8' }] },
  ]
  assert.equal(formatAbiType(parseAbiParameter({ type: 'tuple[3]', components })), '(address,(uint8)[])[3]')
})

test('refuses what is no type', () => {
  for (const text of [
    '',
    'uint7',
    'uint264',
    'bytes33',
    'bytes0',
    'address[',
    'address[-1]',
    '(uint8',
    'uint8)',
    'int[]x',
  ]) {
    assert.throws(() => parseAbiType(text), /is not an ABI type/, text)
  }
})

test('knows what is stored behind an offset and how long heads are', () => {
  assert.equal(isDynamic(parseAbiType('(uint8,bytes32[3])')), false)
  assert.equal(headSize(parseAbiType('(uint8,bytes32[3])')), 128)
  assert.equal(isDynamic(parseAbiType('(uint8,string)[2]')), true)
  assert.equal(headSize(parseAbiType('(uint8,string)[2]')), 32)
})

test('splits at top-level commas only', () => {
  assert.deepEqual(splitTypes('a,(b,c)[],d'), ['a', '(b,c)[]', 'd'])
  assert.deepEqual(splitTypes(''), [])
})
