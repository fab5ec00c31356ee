import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Block, Log } from '../chain/chain-types.ts'
import { hostHeap as heap } from '../testing/host-heap.ts'
import { writeBlock, writeEvent } from './event-object.ts'

const bytes = (length: number, value: number) => new Uint8Array(length).fill(value)
const hex = (length: number, value: number) => `0x${Buffer.from(bytes(length, value)).toString('hex')}`
const block: Block = {
  ...{
    number: 5,
    hash: hex(32, 1),
    parentHash: hex(32, 2),
    timestamp: 1_700_000_000,
    unclesHash: bytes(32, 3),
    author: bytes(20, 4),
  },
  ...{
    stateRoot: bytes(32, 5),
    transactionsRoot: bytes(32, 6),
    receiptsRoot: bytes(32, 7),
    gasUsed: 8n,
    gasLimit: 9n,
    difficulty: 10n,
  },
  ...{ totalDifficulty: 11n, sizeBytes: 12n, baseFeePerGas: undefined, logsBloom: bytes(0, 0) },
}
const log: Log = {
  ...{ address: hex(20, 1), topics: [hex(32, 9)], data: bytes(3, 8), blockNumber: 5, blockHash: block.hash },
  ...{ transactionHash: hex(32, 6), transactionIndex: 1, logIndex: 7 },
}
const transaction = {
  ...{
    hash: bytes(32, 6),
    index: 1n,
    from: bytes(20, 1),
    to: undefined,
    value: 2n,
    gasLimit: 3n,
    gasPrice: 4n,
  },
  ...{ input: bytes(2, 5), nonce: 6n },
}
const integer = (object: number, field: number) => heap.readBigInt(heap.field(object, field))

test('a block has its fields in the order of graph-node', () => {
  const at = writeBlock(heap, block)
  assert.deepEqual(
    [heap.readBytes(heap.field(at, 0)), heap.readBytes(heap.field(at, 3))],
    [bytes(32, 1), bytes(20, 4)],
  )
  assert.deepEqual(
    [7, 8, 9, 10, 11, 12, 13].map((field) => integer(at, field)),
    [5n, 8n, 9n, 1_700_000_000n, 10n, 11n, 12n],
  )
  assert.equal(heap.field(at, 14), 0, 'an absent base fee is null')
})

test('an event leads to block, transaction, parameters and receipt', () => {
  const receipt = {
    ...{
      transactionHash: bytes(32, 6),
      transactionIndex: 1n,
      blockHash: bytes(32, 1),
      blockNumber: 5n,
      cumulativeGasUsed: 20n,
      gasUsed: 21n,
    },
    ...{ contractAddress: undefined, logs: [log], status: 1n, root: undefined, logsBloom: bytes(256, 0) },
  }
  const parameters = [{ name: 'x', value: { kind: 4 as const, value: 3n } }]
  const at = writeEvent(heap, { block, transaction, log, parameters, receipt })
  assert.deepEqual(heap.readBytes(heap.field(at, 0)), bytes(20, 1))
  assert.deepEqual([integer(at, 1), integer(at, 2), heap.field(at, 3)], [7n, 7n, 0])
  assert.equal(integer(heap.field(at, 4), 7), 5n)
  const sent = heap.field(at, 5)
  assert.deepEqual(
    [integer(sent, 1), heap.field(sent, 3), integer(sent, 4), integer(sent, 8)],
    [1n, 0, 2n, 6n],
  )
  assert.equal(heap.readArray(heap.field(at, 6)).length, 1)
  const received = heap.field(at, 7)
  assert.deepEqual(
    [integer(received, 5), heap.field(received, 6), integer(received, 8), heap.field(received, 9)],
    [21n, 0, 1n, 0],
  )
  const [inner] = heap.readArray(heap.field(received, 7)) as [number]
  assert.deepEqual(
    [heap.readBytes(heap.field(inner, 2)), integer(inner, 7), heap.bytes[heap.field(inner, 10)]],
    [bytes(3, 8), 7n, 0],
  )
  assert.equal(
    heap.field(writeEvent(heap, { block, transaction, log, parameters, receipt: undefined }), 7),
    0,
  )
})
