import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { id } from 'ethers'
import { findOversized, readPins, renderPins, sizeLimitBytes } from './pins.ts'

describe('readPins', () => {
  const abi = [
    {
      type: 'function',
      name: 'f',
      stateMutability: 'view',
      inputs: [{ type: 'uint8' }],
      outputs: [{ type: 'bool' }],
    },
    { type: 'error', name: 'Odd', inputs: [{ type: 'bytes32' }] },
    { type: 'event', name: 'Done', inputs: [{ type: 'address', indexed: true }], anonymous: false },
  ]
  const pins = readPins('Names', { abi, deployedBytecode: '0x6000' })

  it('names selectors, topics and the size', () => {
    assert.deepEqual(pins.functions, { 'function f(uint8) view returns (bool)': id('f(uint8)').slice(0, 10) })
    assert.deepEqual(pins.errors, { 'error Odd(bytes32)': id('Odd(bytes32)').slice(0, 10) })
    assert.deepEqual(pins.events, { 'event Done(address indexed)': id('Done(address)') })
    assert.equal(pins.sizeBytes, 2)
  })

  it('finds the signed types in the sources, and where the state lies', () => {
    const types = Object.entries(pins.types)
    assert.ok(types.some(([type]) => type.startsWith('Register(address owner,bytes32 name,')))
    assert.ok(types.every(([type, hash]) => hash === id(type)))
    assert.match(
      Object.values(pins.storage).join('\n'),
      /mapping\(bytes32 => struct NamesBase\.Name\) \(32 bytes\)/,
    )
  })

  it('is one text for one contract, and another for another', () => {
    const other = readPins('Names', { abi: abi.slice(1), deployedBytecode: '0x6000' })
    assert.equal(renderPins(pins), renderPins(readPins('Names', { abi, deployedBytecode: '0x6000' })))
    assert.notEqual(renderPins(pins), renderPins(other))
  })

  it('refuses what is too large to stay maintainable', () => {
    const large = { ...pins, sizeBytes: sizeLimitBytes + 1 }
    assert.deepEqual(findOversized([['Names', { ...pins, sizeBytes: sizeLimitBytes }]]), [])
    assert.deepEqual(findOversized([['Names', large]]), ['Names has 16385 bytes of code: it may have 16384'])
  })
})
