import type { CID } from 'multiformats/cid'
import type { BindOwner } from '../codec/bind.ts'
import { nameSubject } from '../codec/subject.ts'
import { SpaceError } from '../errors/index.ts'
import { toHex } from '../utils/index.ts'
import { type AccountKeys, deriveAccountKeys } from './account-keys.ts'
import { type AuthorKey, deriveAuthorKey } from './author-key.ts'
import { makeBind } from './bind.ts'
import { deriveEpochKeys } from './epoch-keys.ts'
import type { FetchBlock } from './fetch-block.ts'
import type { StoredObject } from './object.ts'
import { deriveScope } from './scope.ts'
import type { BlockKeying } from './seal-block.ts'

/** As many bytes of one value. */
export function repeat(value: number, count: number): Uint8Array {
  return new Uint8Array(count).fill(value)
}

/** The folder that most tests are about. */
export const location = {
  chainId: 31337n,
  grants: repeat(0xcc, 20),
  folder: Uint8Array.of(...repeat(0xaa, 20), ...repeat(0x0b, 12)),
}

export const scope: Uint8Array = deriveScope(location)
export const epochSecret: Uint8Array = repeat(0x01, 32)
export const nextEpochSecret: Uint8Array = repeat(0x02, 32)
export const epochKeys = deriveEpochKeys(scope, 0, epochSecret)
export const convergent: BlockKeying = { kind: 'convergent', key: epochKeys.convergence }

/** A store of blocks in memory. */
export class MemoryBlocks {
  readonly blocks = new Map<string, Uint8Array>()
  fetched = 0

  put(block: { digest: Uint8Array; bytes: Uint8Array }): void {
    this.blocks.set(toHex(block.digest), block.bytes)
  }

  readonly fetch: FetchBlock = async (cid: CID) => {
    this.fetched += 1
    const bytes = this.blocks.get(toHex(cid.multihash.digest))
    if (bytes === undefined) throw new SpaceError('BLOCK_MISSING', { cid: cid.toString(), backend: 'memory' })
    return { unverified: bytes.slice() }
  }

  /** Stores whatever is written. */
  readonly write = (block: { digest: Uint8Array; bytes: Uint8Array }): void => this.put(block)
}

/** All items of an asynchronous iterable. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

/** All bytes of a stream. */
export async function collectBytes(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(Buffer.concat(await collect(pieces)))
}

/** A predicate for `assert.throws` and `assert.rejects`. */
export function hasCode(code: string, reason?: RegExp): (error: unknown) => boolean {
  return (error) => {
    if (!SpaceError.is(error) || error.code !== code) throw error
    if (reason !== undefined && !reason.test(error.message)) throw error
    return true
  }
}

/** Bytes that look random but are the same in every run (xorshift32). */
export function noise(count: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(count)
  let state = seed | 1
  for (let i = 0; i < count; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[i] = state
  }
  return bytes
}

/** Bob: a name with keys, and his binding. */
export const bobKeys: AccountKeys = deriveAccountKeys(repeat(0x10, 32), 0)
export const bobOwner: BindOwner = { kind: 'name', registry: repeat(0xdd, 20), name: 'bob' }
export const bobBind: StoredObject = makeBind({
  chainId: location.chainId,
  accountEpoch: 0,
  owner: bobOwner,
  keys: bobKeys,
})
export const bobSubject: Uint8Array = nameSubject('bob', 1)

/** The writer of most logs. */
export const authorKey: AuthorKey = deriveAuthorKey(repeat(0x30, 32), scope)
