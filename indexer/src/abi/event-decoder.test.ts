import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AbiCoder, id } from 'ethers'
import { type AbiEvent, compileEventDecoder, eventSignature, eventTopic, findEvent } from './event-decoder.ts'

const paid: AbiEvent = {
  type: 'event',
  name: 'Paid',
  inputs: [
    { name: 'from', type: 'address', indexed: true },
    { name: 'memo', type: 'string', indexed: true },
    {
      name: 'list',
      type: 'tuple[]',
      components: [
        { name: 'a', type: 'uint8' },
        { name: 'b', type: 'string' },
      ],
    },
    { name: 'pair', type: 'uint256[2]', indexed: true },
    { name: 'n', type: 'int64' },
  ],
}
const TOPIC = id('Paid(address,string,(uint8,string)[],uint256[2],int64)')
const WORD = `0x${'77'.repeat(32)}`

/** The log of `Paid(0x0a…, 'hi', [(1, 'x')], …, -5)`. */
function encodePaid() {
  const data = AbiCoder.defaultAbiCoder().encode(['(uint8,string)[]', 'int64'], [[[1, 'x']], -5])
  const topics = [TOPIC, `0x${'00'.repeat(12)}${'0a'.repeat(20)}`, id('hi'), WORD]
  return { data: bytes(data), topics }
}

function bytes(hex: string): Uint8Array {
  return Buffer.from(hex.slice(2), 'hex')
}

test('decodes indexed and other parameters in the order of the ABI', () => {
  const { data, topics } = encodePaid()
  const parameters = compileEventDecoder(paid).decode(topics, data)
  assert.deepEqual(
    parameters?.map(({ name }) => name),
    ['from', 'memo', 'list', 'pair', 'n'],
  )
  assert.deepEqual(Buffer.from(parameters?.[0]?.value.value as Uint8Array), Buffer.alloc(20, 10))
  // Of a dynamic value a topic holds the hash.
  assert.equal(parameters?.[1]?.value.kind, 1)
  assert.equal(`0x${Buffer.from(parameters?.[1]?.value.value as Uint8Array).toString('hex')}`, id('hi'))
  assert.equal(parameters?.[3]?.value.kind, 1)
  assert.deepEqual(parameters?.[4]?.value, { kind: 3, value: -5n })
})

test('a log with another number of topics or broken data is not decoded', () => {
  const { data, topics } = encodePaid()
  const decoder = compileEventDecoder(paid)
  assert.equal(decoder.decode(topics.slice(0, 3), data), undefined)
  assert.equal(decoder.decode([...topics, TOPIC], data), undefined)
  assert.equal(decoder.decode(topics, data.subarray(0, data.length - 33)), undefined)
})

test('topic 0 ignores `indexed` and spaces', () => {
  assert.equal(
    eventTopic('Transfer(indexed address, indexed address, uint256)'),
    id('Transfer(address,address,uint256)'),
  )
  assert.equal(eventTopic(eventSignature(paid, { withIndexed: true })), TOPIC)
})

test('finds an event with its markers, and without them only where that is unambiguous', () => {
  const make = (indexed: boolean): AbiEvent => ({
    type: 'event',
    name: 'E',
    inputs: [{ name: 'x', type: 'uint8', indexed }],
  })
  assert.equal(findEvent([make(false), make(true)], 'E(indexed uint8)')?.inputs[0]?.indexed, true)
  assert.equal(findEvent([make(true)], 'E(uint8)')?.inputs[0]?.indexed, true)
  assert.equal(findEvent([make(true), make(true)], 'E(uint8)'), undefined)
  assert.equal(findEvent([make(true)], 'F(uint8)'), undefined)
})
