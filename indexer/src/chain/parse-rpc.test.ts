import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  isRemoved,
  missingHeaderFields,
  parseBlock,
  parseLog,
  parseReceipt,
  parseTransactions,
} from './parse-rpc.ts'

const HASH = `0x${'Ab'.repeat(32)}`
const header = {
  number: '0x5',
  hash: HASH,
  parentHash: HASH,
  timestamp: '0x65',
  miner: `0x${'11'.repeat(20)}`,
}

test('reads headers; what may be missing is zero, absent or empty', () => {
  const block = parseBlock(header)
  assert.equal(block.number, 5)
  assert.equal(block.hash, HASH.toLowerCase())
  assert.equal(block.timestamp, 101)
  assert.deepEqual(Buffer.from(block.author), Buffer.alloc(20, 0x11))
  assert.deepEqual(
    [block.gasUsed, block.difficulty, block.sizeBytes, block.baseFeePerGas],
    [0n, 0n, undefined, undefined],
  )
  assert.deepEqual([block.stateRoot.length, block.logsBloom.length], [32, 0])
  assert.equal(parseBlock({ ...header, number: 7, size: '0x' }).number, 7)
  assert.deepEqual(missingHeaderFields({ ...header, stateRoot: HASH, gasUsed: null }), [
    'sha3Uncles',
    'transactionsRoot',
    'receiptsRoot',
    'gasUsed',
    'gasLimit',
  ])
})

test('names the field that is wrong', () => {
  for (const key of ['number', 'hash', 'parentHash', 'timestamp']) {
    for (const value of [undefined, null, 'x', {}, 1.5]) {
      assert.throws(() => parseBlock({ ...header, [key]: value }), new RegExp(`no valid \`${key}\``))
    }
  }
})

test('reads the transactions that are wanted', () => {
  const transaction = {
    hash: HASH,
    transactionIndex: '0x1',
    from: '0x01',
    to: null,
    value: '0x2',
    gas: '0x3',
    input: '0x',
    nonce: '0x4',
  }
  const found = parseTransactions(
    { transactions: [transaction, { ...transaction, hash: '0x99' }, '0x77'] },
    new Set([HASH.toLowerCase()]),
  )
  assert.deepEqual([...found.keys()], [HASH.toLowerCase()])
  const [only] = found.values()
  assert.deepEqual(
    [only?.index, only?.to, only?.gasLimit, only?.gasPrice, only?.nonce],
    [1n, undefined, 3n, 0n, 4n],
  )
  assert.equal(parseTransactions({}, new Set([HASH])).size, 0)
})

const log = {
  address: '0xAA',
  topics: ['0xBB'],
  data: '0x01',
  blockNumber: '0x5',
  blockHash: HASH,
  transactionHash: HASH,
  transactionIndex: '0x0',
  logIndex: '0x2',
}

test('reads logs and receipts', () => {
  const parsed = parseLog(log)
  assert.deepEqual([parsed.address, parsed.topics, parsed.logIndex], ['0xaa', ['0xbb'], 2])
  assert.deepEqual(
    [isRemoved(log), isRemoved({ ...log, removed: false }), isRemoved({ ...log, removed: true })],
    [false, false, true],
  )
  const receipt = parseReceipt({
    ...{
      transactionHash: HASH,
      transactionIndex: '0x0',
      blockHash: HASH,
      blockNumber: '0x5',
      cumulativeGasUsed: '0x1',
      gasUsed: '0x1',
    },
    ...{ contractAddress: null, logs: [log], status: '0x1', logsBloom: '0x' },
  })
  assert.deepEqual(
    [receipt.contractAddress, receipt.status, receipt.root, receipt.logs],
    [undefined, 1n, undefined, [parsed]],
  )
})
