/**
 * Types and helpers to write a backend: a place for sealed blocks and signed heads.
 *
 * @packageDocumentation
 */

// Refuses a Node that is too old.
import '#platform'

export { type ErrorCode, type ErrorData, SpaceError } from '../errors/index.ts'
export {
  compareBytes,
  concatBytes,
  equalBytes,
  fromHex,
  type Hex,
  type OperationOptions,
  toHex,
} from '../utils/index.ts'
export { checkBlock, checkCid, DAG_CBOR_CODEC, MAX_BLOCK_BYTES, RAW_CODEC } from './check-block.ts'
export { checkExpected, checkHeadSignature, checkHeadValue, checkLabel } from './check-head.ts'
export { iterateAbortable } from './iterate-abortable.ts'
export { createMemoryStore, type MemoryStoreOptions } from './memory-store.ts'
export type {
  Backend,
  BackendCapabilities,
  Block,
  BlockStore,
  GetOptions,
  HeadStore,
  PutOptions,
  PutProgress,
  PutReceipt,
  StoreStat,
  VerifyHead,
} from './types.ts'
