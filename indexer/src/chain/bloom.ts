import { keccak_256 } from '@noble/hashes/sha3.js'
import { hexToBytes } from '../hex.ts'

const BLOOM_BYTES = 256

/** What is looked for in blooms: some address, unless any will do, together with some topic. */
export type BloomQuery = {
  readonly addresses: readonly Uint8Array[] | undefined
  readonly topics: readonly Uint8Array[]
}

/** Hashes the items of a query once, for all blocks. */
export function makeBloomQuery(
  addresses: readonly string[] | undefined,
  topics: readonly string[],
): BloomQuery {
  const hash = (hex: string) => keccak_256(hexToBytes(hex))
  return { addresses: addresses?.map(hash), topics: topics.map(hash) }
}

/**
 * Whether a block with this bloom may hold a log of the query (yellow paper, 4.4.3: three bits of 2,048 for each
 * address and topic). False is certain. A bloom of another length says nothing.
 */
export function mayHoldLogs(bloom: Uint8Array, { addresses, topics }: BloomQuery): boolean {
  if (bloom.length !== BLOOM_BYTES) return false
  const has = (hash: Uint8Array) => isSet(bloom, hash, 0) && isSet(bloom, hash, 2) && isSet(bloom, hash, 4)
  return (addresses === undefined || addresses.some(has)) && topics.some(has)
}

function isSet(bloom: Uint8Array, hash: Uint8Array, at: number): boolean {
  const bit = (((hash[at] as number) << 8) | (hash[at + 1] as number)) & 2047
  return ((bloom[BLOOM_BYTES - 1 - (bit >> 3)] as number) & (1 << (bit & 7))) !== 0
}
