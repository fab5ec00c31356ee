import { IndexerError } from '../errors.ts'
import { hexToBytes } from '../hex.ts'
import type { Block, Log, Receipt, Transaction } from './chain-types.ts'

/** An object of a node's answer. */
export type RpcObject = Readonly<Record<string, unknown>>

const ZERO_HASH = new Uint8Array(32)
const ZERO_ADDRESS = new Uint8Array(20)

/**
 * Reads a block's header from `eth_getBlockBy…`. Only what chains are followed by must be there; some chains leave out
 * other fields, which mappings then see as zeros.
 */
export function parseBlock(raw: RpcObject): Block {
  return {
    number: Number(quantity(raw, 'number')),
    hash: hash(raw, 'hash'),
    parentHash: hash(raw, 'parentHash'),
    timestamp: Number(quantity(raw, 'timestamp')),
    unclesHash: optionalBytes(raw, 'sha3Uncles') ?? ZERO_HASH,
    author: optionalBytes(raw, 'miner') ?? ZERO_ADDRESS,
    stateRoot: optionalBytes(raw, 'stateRoot') ?? ZERO_HASH,
    transactionsRoot: optionalBytes(raw, 'transactionsRoot') ?? ZERO_HASH,
    receiptsRoot: optionalBytes(raw, 'receiptsRoot') ?? ZERO_HASH,
    gasUsed: optionalQuantity(raw, 'gasUsed') ?? 0n,
    gasLimit: optionalQuantity(raw, 'gasLimit') ?? 0n,
    difficulty: optionalQuantity(raw, 'difficulty') ?? 0n,
    totalDifficulty: optionalQuantity(raw, 'totalDifficulty') ?? 0n,
    sizeBytes: optionalQuantity(raw, 'size'),
    baseFeePerGas: optionalQuantity(raw, 'baseFeePerGas'),
    logsBloom: optionalBytes(raw, 'logsBloom') ?? new Uint8Array(),
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

const HEADER_FIELDS = [
  'sha3Uncles',
  'miner',
  'stateRoot',
  'transactionsRoot',
  'receiptsRoot',
  'gasUsed',
  'gasLimit',
]

/** Fields of a header that the node leaves out although mappings can read them. */
export function missingHeaderFields(raw: RpcObject): string[] {
  return HEADER_FIELDS.filter((key) => raw[key] === undefined || raw[key] === null)
}

/** Whether the node says that a log is of a block that is no longer part of the chain. */
export function isRemoved(raw: RpcObject): boolean {
  return raw.removed === true
}

function text(raw: RpcObject, key: string): string {
  const value = raw[key]
  if (typeof value !== 'string' || !value.startsWith('0x')) {
    throw invalid(key)
  }
  return value
}

function invalid(key: string): IndexerError {
  return new IndexerError('rpc-failed', `The node's answer has no valid \`${key}\`.`, { details: { key } })
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

/** A number as hexadecimal text; `0x` and JSON numbers occur as well. */
function quantity(raw: RpcObject, key: string): bigint {
  const value = raw[key]
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  const hex = text(raw, key)
  if (!/^0x[0-9a-fA-F]*$/.test(hex)) throw invalid(key)
  return BigInt(hex === '0x' ? 0 : hex)
}

function optionalQuantity(raw: RpcObject, key: string): bigint | undefined {
  return raw[key] === null || raw[key] === undefined ? undefined : quantity(raw, key)
}

function list(raw: RpcObject, key: string): readonly unknown[] {
  const value = raw[key]
  return Array.isArray(value) ? value : []
}
