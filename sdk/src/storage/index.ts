export { DAG_CBOR_CODEC, MAX_BLOCK_BYTES, RAW_CODEC } from './check-block.ts'
export { createMemoryStore } from './memory-store.ts'
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
} from './types.ts'
