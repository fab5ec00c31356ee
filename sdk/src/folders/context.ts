import { sha256 } from '#platform'
import type { StateStore } from '../accounts/index.ts'
import type { Chain } from '../chain/index.ts'
import { type BlockCodec, blockCid } from '../codec/reference.ts'
import { type FetchBlock, fetchInto } from '../crypto/fetch-block.ts'
import type { StoredObject } from '../crypto/object.ts'
import { deriveScope } from '../crypto/scope.ts'
import { SpaceError } from '../errors/index.ts'
import type { IndexClient } from '../index-client/index.ts'
import type { Backend } from '../storage/index.ts'
import { equalBytes, fromHex, type OperationOptions } from '../utils/index.ts'

/** Everything outside of a folder that work on it needs. */
export type FolderContext = {
  readonly chain: Chain
  readonly backend: Backend
  /** Private state of this device. */
  readonly state: StateStore
  /** Where to look for what the chain does not list. */
  readonly index?: IndexClient | undefined
}

/** The 32 bytes that stand for a folder in every key, record, pass and signature. */
export function scopeOf({ chain }: Pick<FolderContext, 'chain'>, folder: Uint8Array): Uint8Array {
  return deriveScope({ chainId: chain.chainId, grants: fromHex(chain.addresses.grants), folder })
}

/** Fetches an object in clear: a record, pass, binding, entry or part of the forest. */
export function fetchObject(
  context: Pick<FolderContext, 'backend'>,
  digest: Uint8Array,
  options: OperationOptions = {},
): Promise<Uint8Array> {
  return fetchVerified(context, digest, 'dag-cbor', options)
}

/** Fetches blocks from a backend for those who check them while opening them. */
export function fetchFrom({ blocks }: Pick<Backend, 'blocks'>): FetchBlock {
  return async (cid, options) => ({
    unverified: await blocks.get(cid, { ...options, verify: false }),
    recheck: () => blocks.get(cid, options),
  })
}

/**
 * Fetches a block and checks its hash, whatever the backend does: members' keys are found through objects in clear.
 * Throws `BLOCK_MISSING` or `BLOCK_CORRUPT`.
 */
export function fetchVerified(
  { backend }: Pick<FolderContext, 'backend'>,
  digest: Uint8Array,
  codec: BlockCodec,
  options: OperationOptions = {},
): Promise<Uint8Array> {
  const open = async (bytes: Uint8Array) => {
    if (equalBytes(await sha256(bytes), digest)) return bytes
    throw new SpaceError('BLOCK_CORRUPT', { cid: blockCid(digest, codec).toString(), where: backend.id })
  }
  return fetchInto(fetchFrom(backend), { digest, codec }, open, options.signal)
}

/** Stores objects in clear and resolves when they are durable. */
export async function storeObjects(
  { backend }: Pick<FolderContext, 'backend'>,
  objects: readonly StoredObject[],
  options: OperationOptions = {},
): Promise<void> {
  const blocks = objects.map(({ digest, bytes }) => ({ cid: blockCid(digest, 'dag-cbor'), bytes }))
  await backend.blocks.putBatch(blocks, { signal: options.signal })
  await backend.blocks.sync(options)
}
