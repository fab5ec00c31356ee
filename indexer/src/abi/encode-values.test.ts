import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AbiCoder } from 'ethers'
import type { AbiValue } from './abi-type.ts'
import { encodeValues } from './encode-values.ts'

const peer = AbiCoder.defaultAbiCoder()
const hex = (values: readonly AbiValue[]) => `0x${encodeValues(values).toString('hex')}`

test('encodes as ethers does', () => {
  const address = `0x${'12'.repeat(20)}`
  const values: AbiValue[] = [
    { kind: 0, value: Buffer.from(address.slice(2), 'hex') },
    { kind: 3, value: -5n },
    { kind: 4, value: 2n ** 256n - 1n },
    { kind: 5, value: true },
    { kind: 6, value: 'a text that is longer than one word of thirty-two bytes' },
    { kind: 2, value: Uint8Array.of(1, 2, 3) },
    { kind: 1, value: Uint8Array.of(9, 9) },
    {
      kind: 8,
      value: [
        { kind: 4, value: 1n },
        { kind: 4, value: 2n },
      ],
    },
    {
      kind: 9,
      value: [
        { kind: 6, value: 'x' },
        {
          kind: 7,
          value: [
            { kind: 5, value: false },
            { kind: 5, value: true },
          ],
        },
      ],
    },
  ]
  const types = [
    'address',
    'int256',
    'uint256',
    'bool',
    'string',
    'bytes',
    'bytes2',
    'uint256[]',
    '(string,bool[2])',
  ]
  const plain = [
    address,
    -5n,
    2n ** 256n - 1n,
    true,
    values[4]?.value,
    '0x010203',
    '0x0909',
    [1n, 2n],
    ['x', [false, true]],
  ]
  assert.equal(hex(values), peer.encode(types, plain))
})

test('refuses numbers that do not fit', () => {
  for (const value of [2n ** 256n, -1n])
    assert.throws(() => hex([{ kind: 4, value }]), /does not fit into uint256/)
  for (const value of [2n ** 255n, -(2n ** 255n) - 1n])
    assert.throws(() => hex([{ kind: 3, value }]), /does not fit into int256/)
})
