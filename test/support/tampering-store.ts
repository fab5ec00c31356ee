import { SpaceError } from '@space/sdk'
import type { Backend } from '@space/sdk/storage'
import type { CID } from 'multiformats/cid'

/** What a storage makes of the bytes that it should give; nothing = it says that it has none. */
export type Tampering = (bytes: Uint8Array) => Uint8Array | undefined

/** A backend in front of another one that lies about single blocks and heads, and checks nothing itself. */
export type TamperingStore = Backend & {
  /** From now on a block is given like this; by digest in hex. */
  tamperWithBlock(digest: string, how: Tampering): void
  /** From now on the head under a label is given like this; nothing given there = null. */
  tamperWithHead(label: Uint8Array, how: (value: Uint8Array | null) => Uint8Array | null): void
  /** From now on everything is true again. */
  restore(): void
  /** Digests of the blocks that were asked for since the last call. */
  takeRequests(): Set<string>
}

/** Puts a liar in front of a backend. */
export function createTamperingStore(honest: Backend): TamperingStore {
  const blocks = new Map<string, Tampering>()
  const heads = new Map<string, (value: Uint8Array | null) => Uint8Array | null>()
  let requests = new Set<string>()
  return {
    ...honest,
    tamperWithBlock: (digest, how) => void blocks.set(digest, how),
    tamperWithHead: (label, how) => void heads.set(toText(label), how),
    restore: () => {
      blocks.clear()
      heads.clear()
    },
    takeRequests: () => {
      const taken = requests
      requests = new Set()
      return taken
    },
    blocks: delegate(honest.blocks, {
      get: async (cid: CID) => {
        const digest = toText(cid.multihash.digest)
        requests.add(digest)
        const how = blocks.get(digest) ?? ((bytes: Uint8Array) => bytes)
        const bytes = how(await honest.blocks.get(cid))
        if (bytes !== undefined) return bytes
        throw new SpaceError('BLOCK_MISSING', { cid: cid.toString(), backend: 'the liar' })
      },
    }),
    heads: delegate(honest.heads, {
      get: async (label: Uint8Array) => {
        const how = heads.get(toText(label)) ?? ((value: Uint8Array | null) => value)
        return how(await honest.heads.get(label))
      },
    }),
  }
}

/** An object whose methods are those of another one, except some. */
function delegate<Target extends object>(target: Target, changes: Partial<Target>): Target {
  return new Proxy(target, {
    get: (_, key) => {
      const value = changes[key as keyof Target] ?? target[key as keyof Target]
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
