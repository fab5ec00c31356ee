import { IndexerError } from '../errors.ts'
import { hexToBytes } from '../hex.ts'
import type { Block, Log, Receipt, Transaction } from './chain-types.ts'

/** An object of a node's answer. */
export type RpcObject = Readonly<Record<string, unknown>>

/** Reads a block's header from `eth_getBlockBy…`. */
export function parseBlock(raw: RpcObject): Block {
  return {
    number: Number(quantity(raw, 'number')),
    hash: hash(raw, 'hash'),
    parentHash: hash(raw, 'parentHash'),
    timestamp: Number(quantity(raw, 'timestamp')),
    unclesHash: bytes(raw, 'sha3Uncles'),
    author: bytes(raw, 'miner'),
    stateRoot: bytes(raw, 'stateRoot'),
    transactionsRoot: bytes(raw, 'transactionsRoot'),
    receiptsRoot: bytes(raw, 'receiptsRoot'),
    gasUsed: quantity(raw, 'gasUsed'),
    gasLimit: quantity(raw, 'gasLimit'),
    difficulty: optionalQuantity(raw, 'difficulty') ?? 0n,
    totalDifficulty: optionalQuantity(raw, 'totalDifficulty') ?? 0n,
    sizeBytes: optionalQuantity(raw, 'size'),
    baseFeePerGas: optionalQuantity(raw, 'baseFeePerGas'),
  }
}

/** Reads the transactions of a block with the given hashes. */
export function parseTransactions(raw: RpcObject, wanted: ReadonlySet<string>): Map<string, Transaction> {
  const found = new Map<string, Transaction>()
  for (const item of list(raw, 'transactions')) {
    if (typeof item !== 'object' || item === null) continue
    const key = hash(item as RpcObject, 'hash')
    if (wanted.has(key)) found.set(key, parseTransaction(item as RpcObject))
  }
  return found
}

function parseTransaction(raw: RpcObject): Transaction {
  return {
    hash: bytes(raw, 'hash'),
    index: quantity(raw, 'transactionIndex'),
    from: bytes(raw, 'from'),
    to: optionalBytes(raw, 'to'),
    value: quantity(raw, 'value'),
    gasLimit: quantity(raw, 'gas'),
    gasPrice: optionalQuantity(raw, 'gasPrice') ?? 0n,
    input: bytes(raw, 'input'),
    nonce: quantity(raw, 'nonce'),
  }
}

/** Reads a log of `eth_getLogs` or of a receipt. */
export function parseLog(raw: RpcObject): Log {
  return {
    address: hash(raw, 'address'),
    topics: list(raw, 'topics').map((topic) => String(topic).toLowerCase()),
    data: bytes(raw, 'data'),
    blockNumber: Number(quantity(raw, 'blockNumber')),
    blockHash: hash(raw, 'blockHash'),
    transactionHash: hash(raw, 'transactionHash'),
    transactionIndex: Number(quantity(raw, 'transactionIndex')),
    logIndex: Number(quantity(raw, 'logIndex')),
  }
}

/** Reads `eth_getTransactionReceipt`. */
export function parseReceipt(raw: RpcObject): Receipt {
  return {
    transactionHash: bytes(raw, 'transactionHash'),
    transactionIndex: quantity(raw, 'transactionIndex'),
    blockHash: bytes(raw, 'blockHash'),
    blockNumber: quantity(raw, 'blockNumber'),
    cumulativeGasUsed: quantity(raw, 'cumulativeGasUsed'),
    gasUsed: quantity(raw, 'gasUsed'),
    contractAddress: optionalBytes(raw, 'contractAddress'),
    logs: list(raw, 'logs').map((log) => parseLog(log as RpcObject)),
    status: optionalQuantity(raw, 'status'),
    root: optionalBytes(raw, 'root'),
    logsBloom: bytes(raw, 'logsBloom'),
  }
}

function text(raw: RpcObject, key: string): string {
  const value = raw[key]
  if (typeof value !== 'string' || !value.startsWith('0x')) {
    throw new IndexerError('rpc-failed', `The node's answer has no valid \`${key}\`.`, { details: { key } })
  }
  return value
}

function hash(raw: RpcObject, key: string): string {
  return text(raw, key).toLowerCase()
}

function bytes(raw: RpcObject, key: string): Uint8Array {
  return hexToBytes(text(raw, key))
}

function optionalBytes(raw: RpcObject, key: string): Uint8Array | undefined {
  return raw[key] === null || raw[key] === undefined ? undefined : bytes(raw, key)
}

function quantity(raw: RpcObject, key: string): bigint {
  return BigInt(text(raw, key))
}

function optionalQuantity(raw: RpcObject, key: string): bigint | undefined {
  return raw[key] === null || raw[key] === undefined ? undefined : quantity(raw, key)
}

function list(raw: RpcObject, key: string): readonly unknown[] {
  const value = raw[key]
  return Array.isArray(value) ? value : []
}
