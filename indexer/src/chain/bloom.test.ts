import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { hexToBytes } from '../hex.ts'
import { makeBloomQuery, mayHoldLogs } from './bloom.ts'

const ADDRESS = `0x${'12'.repeat(20)}`
const OTHER = `0x${'34'.repeat(20)}`
const TOPIC = `0x${'56'.repeat(32)}`

/** The bloom of the yellow paper, bit by bit: M3:2048. */
function bloomOf(...items: string[]): Uint8Array {
  const bloom = Buffer.alloc(256)
  for (const item of items) {
    const hash = Buffer.from(keccak_256(hexToBytes(item)))
    for (const i of [0, 2, 4]) {
      const bit = hash.readUInt16BE(i) % 2048
      bloom[255 - Math.floor(bit / 8)] = (bloom[255 - Math.floor(bit / 8)] as number) | (1 << (bit % 8))
    }
  }
  return bloom
}

test('finds address and topic together', () => {
  const query = makeBloomQuery([ADDRESS], [TOPIC])
  assert.equal(mayHoldLogs(bloomOf(ADDRESS, TOPIC), query), true)
  assert.equal(mayHoldLogs(bloomOf(ADDRESS), query), false)
  assert.equal(mayHoldLogs(bloomOf(OTHER, TOPIC), query), false)
  assert.equal(mayHoldLogs(bloomOf(), query), false)
})

test('any address will do where none is asked for, and no bloom says nothing', () => {
  const query = makeBloomQuery(undefined, [TOPIC])
  assert.equal(mayHoldLogs(bloomOf(OTHER, TOPIC), query), true)
  assert.equal(mayHoldLogs(new Uint8Array(), query), false)
})
