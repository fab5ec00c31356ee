import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { FunctionFragment } from 'ethers'
import { keyOfCall, leavesOfCall, leavesOfMessage } from './leaves.ts'

const paths = (leaves: { path: string; type: string }[]) => leaves.map(({ path, type }) => `${path} ${type}`)

describe('the values of a call', () => {
  const fragment = FunctionFragment.from(
    'function set(address to, (uint8 kind, (bytes32 id)[] parts) terms, uint256[2] sizes)',
  )

  test('are found through structs and lists', () => {
    assert.deepEqual(paths(leavesOfCall(fragment)), [
      'to address',
      'terms.kind uint8',
      'terms.parts.[].id bytes32',
      'sizes.[] uint256',
    ])
  })

  test('have a key with canonical types and names', () => {
    const key = 'set(address to,(uint8 kind,(bytes32 id)[] parts) terms,uint256[2] sizes)'
    assert.equal(keyOfCall(fragment), key)
    assert.equal(FunctionFragment.from(`function ${key}`).selector, fragment.selector)
  })
})

describe('the values of a message', () => {
  test('are found from its first type on', () => {
    const type = 'Mail(Person from,Person[] to,string text)Person(string name,address wallet)'
    assert.deepEqual(paths(leavesOfMessage(type)), [
      'from.name string',
      'from.wallet address',
      'to.[].name string',
      'to.[].wallet address',
      'text string',
    ])
  })

  test('must have a type that is whole', () => {
    assert.throws(() => leavesOfMessage('Mail(Person from)'), /unknown type/)
  })
})
