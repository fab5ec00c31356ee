import type { BlockPointer } from '../chain/chain-types.ts'
import type { BigDecimal } from '../numbers/big-decimal.ts'

/**
 * One value of an entity's field: `number` for Int, `bigint` for Int8, Timestamp (µs) and BigInt, `Uint8Array`
 * for Bytes, `string` for ID, String and enums; a reference is the id of its target in that target's id type.
 * Strings hold no U+0000 and no lone surrogates.
 */
export type Value = string | number | bigint | boolean | Uint8Array | BigDecimal | null | Value[]

/** State of an entity: field name to value, `id` included; an absent field is null. */
export type EntityData = Map<string, Value>

/** Id of an entity as text: ID and String as they are, Bytes as lower-case 0x hex, Int8 in decimal. */
export type EntityId = string

/** What one block did to one entity: its complete new state, or null where it was removed. */
export type EntityChange = { readonly type: string; readonly id: EntityId; readonly data: EntityData | null }

/** Why the subgraph stopped; `details` is whatever JSON the runtime wants to read back. */
export type StoredFailure = { readonly message: string; readonly details?: Readonly<Record<string, unknown>> }

/** Versioned entity store of one subgraph. All calls are synchronous and by one writer. */
export type Store = {
  /** File that holds the index: `path`, or a file beside it when `path` belongs to another identity. */
  readonly path: string
  /** The last committed block. */
  head(): BlockPointer | undefined
  /** Hash of a committed block, for the last 250 that were committed (and more where cheap). */
  blockHash(number: number): string | undefined
  /** Latest state of an entity, null fields absent; the store keeps the map, so it must not be changed. */
  get(type: string, id: EntityId): EntityData | undefined
  /** Latest state of the entities that the derived field `field` of (type, id) leads to, by ascending id. */
  loadRelated(type: string, id: EntityId, field: string): EntityData[]
  /**
   * Writes a block's changes and makes it the head, in one transaction. Block numbers ascend but may leave gaps.
   * A state equal to the stored one makes no version. The store keeps the maps it is given.
   */
  commitBlock(block: BlockPointer, changes: readonly EntityChange[]): void
  /** Writes several blocks in ascending order in one transaction. */
  commitBlocks(list: readonly { block: BlockPointer; changes: readonly EntityChange[] }[]): void
  /** Undoes every block after `number`, in one transaction; -1 undoes all. */
  revertTo(number: number): void
  /**
   * Records a deterministic failure, and makes its block the head without changes, in one transaction; a revert clears
   * it.
   */
  setFailed(error: StoredFailure, block?: BlockPointer): void
  failed(): StoredFailure | undefined
  close(): void
}

/** A use of the store that its contract does not allow. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}
