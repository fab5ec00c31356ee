import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AbiValue } from '../abi/abi-type.ts'
import { hostHeap } from '../testing/host-heap.ts'
import { AscType } from './asc-types.ts'
import { readAbiValue, writeAbiValue, writeParameters } from './ethereum-values.ts'

test('values of every kind come back', () => {
  const bytes = Uint8Array.of(1, 2)
  const value: AbiValue = {
    kind: 9,
    value: [
      { kind: 0, value: new Uint8Array(20) },
      { kind: 1, value: bytes },
      { kind: 2, value: bytes },
      { kind: 3, value: -5n },
      { kind: 4, value: 2n ** 255n },
      { kind: 5, value: true },
      { kind: 6, value: 'naïve' },
      { kind: 10, value: bytes },
      { kind: 7, value: [{ kind: 5, value: false }] },
      { kind: 8, value: [] },
    ],
  }
  assert.deepEqual(readAbiValue(hostHeap, writeAbiValue(hostHeap, value)), value)
})

test('parameters carry their names', () => {
  const [parameter] = hostHeap.readArray(
    writeParameters(hostHeap, [{ name: 'amount', value: { kind: 4, value: 7n } }]),
  )
  assert.equal(hostHeap.readString(hostHeap.field(parameter as number, 0)), 'amount')
  assert.deepEqual(readAbiValue(hostHeap, hostHeap.field(parameter as number, 1)), { kind: 4, value: 7n })
})

test('an unknown kind and endless nesting are refused', () => {
  assert.throws(
    () => readAbiValue(hostHeap, hostHeap.writeTagged(AscType.ethereumValue, 77, 0)),
    /unknown kind 77/,
  )
  const list = hostHeap.writeArray(AscType.arrayEthereumValue, [0])
  const value = hostHeap.writeTagged(AscType.ethereumValue, 8, list)
  hostHeap.view.setUint32(hostHeap.field(list, 1), value, true)
  assert.throws(() => readAbiValue(hostHeap, value), /nested too deeply/)
})
