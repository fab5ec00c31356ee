import type { EventParameter } from '../abi/event-decoder.ts'
import type { Block, Log, Receipt, Transaction } from '../chain/chain-types.ts'
import { AscType } from './asc-types.ts'
import { writeParameters } from './ethereum-values.ts'
import type { Heap } from './heap.ts'

/** Everything that an event handler is given. */
type EventTrigger = {
  readonly block: Block
  readonly transaction: Transaction
  readonly log: Log
  readonly parameters: readonly EventParameter[]
  readonly receipt: Receipt | undefined
}

/** Writes `ethereum.Event` (graph-node, `chain/ethereum/src/runtime/abi.rs`). */
export function writeEvent(heap: Heap, trigger: EventTrigger): number {
  const { log, block, transaction, parameters, receipt } = trigger
  const logIndex = heap.writeBigInt(BigInt(log.logIndex))
  return heap.writeFields(AscType.event, [
    heap.writeHex(log.address),
    logIndex,
    // graph-node gives the index in the block here as well.
    logIndex,
    0,
    writeBlock(heap, block),
    writeTransaction(heap, transaction),
    writeParameters(heap, parameters),
    receipt === undefined ? 0 : writeReceipt(heap, receipt),
  ])
}

/** Writes `ethereum.Block`. */
export function writeBlock(heap: Heap, block: Block): number {
  return heap.writeFields(AscType.block, [
    heap.writeHex(block.hash),
    heap.writeHex(block.parentHash),
    heap.writeBytes(block.unclesHash),
    heap.writeBytes(block.author),
    heap.writeBytes(block.stateRoot),
    heap.writeBytes(block.transactionsRoot),
    heap.writeBytes(block.receiptsRoot),
    heap.writeBigInt(BigInt(block.number)),
    heap.writeBigInt(block.gasUsed),
    heap.writeBigInt(block.gasLimit),
    heap.writeBigInt(BigInt(block.timestamp)),
    heap.writeBigInt(block.difficulty),
    heap.writeBigInt(block.totalDifficulty),
    block.sizeBytes === undefined ? 0 : heap.writeBigInt(block.sizeBytes),
    block.baseFeePerGas === undefined ? 0 : heap.writeBigInt(block.baseFeePerGas),
  ])
}

function writeTransaction(heap: Heap, transaction: Transaction): number {
  return heap.writeFields(AscType.transaction, [
    heap.writeBytes(transaction.hash),
    heap.writeBigInt(transaction.index),
    heap.writeBytes(transaction.from),
    transaction.to === undefined ? 0 : heap.writeBytes(transaction.to),
    heap.writeBigInt(transaction.value),
    heap.writeBigInt(transaction.gasLimit),
    heap.writeBigInt(transaction.gasPrice),
    heap.writeBytes(transaction.input),
    heap.writeBigInt(transaction.nonce),
  ])
}

function writeReceipt(heap: Heap, receipt: Receipt): number {
  const logs = receipt.logs.map((log) => writeLog(heap, log))
  return heap.writeFields(AscType.receipt, [
    heap.writeBytes(receipt.transactionHash),
    heap.writeBigInt(receipt.transactionIndex),
    heap.writeBytes(receipt.blockHash),
    heap.writeBigInt(receipt.blockNumber),
    heap.writeBigInt(receipt.cumulativeGasUsed),
    heap.writeBigInt(receipt.gasUsed),
    receipt.contractAddress === undefined ? 0 : heap.writeBytes(receipt.contractAddress),
    heap.writeArray(AscType.arrayLog, logs),
    receipt.status === undefined ? 0 : heap.writeBigInt(receipt.status),
    receipt.root === undefined ? 0 : heap.writeBytes(receipt.root),
    heap.writeBytes(receipt.logsBloom),
  ])
}

function writeLog(heap: Heap, log: Log): number {
  const removed = heap.allocate(AscType.wrappedBool, 1)
  heap.bytes[removed] = 0
  return heap.writeFields(AscType.log, [
    heap.writeHex(log.address),
    heap.writeArray(
      AscType.arrayH256,
      log.topics.map((topic) => heap.writeHex(topic)),
    ),
    heap.writeBytes(log.data),
    heap.writeHex(log.blockHash),
    heap.writeBigInt(BigInt(log.blockNumber)),
    heap.writeHex(log.transactionHash),
    heap.writeBigInt(BigInt(log.transactionIndex)),
    heap.writeBigInt(BigInt(log.logIndex)),
    0,
    0,
    removed,
  ])
}
