import { decode } from '@ipld/dag-cbor'
import { SpaceError } from '@space/sdk'
import type { Backend, Block } from '@space/sdk/storage'

/** What happens right before a backend writes; a rejection keeps it from writing. */
export type Interruptions = {
  /** Before an object in clear of a type is stored: `epoch`, `pass`, `entry`, … */
  onObject?: ((type: string) => Promise<void>) | undefined
  onHead?: (() => Promise<void>) | undefined
}

/** A backend to which something can happen before it writes. */
export type FaultyStore = Backend & { interruptions: Interruptions }

/** Puts interruptions in front of a backend. */
export function createFaultyStore(backend: Backend): FaultyStore {
  const store: FaultyStore = {
    ...backend,
    interruptions: {},
    blocks: {
      put: (block, options) => backend.blocks.put(block, options),
      get: (cid, options) => backend.blocks.get(cid, options),
      has: (cids, options) => backend.blocks.has(cids, options),
      list: (options) => backend.blocks.list(options),
      stat: (options) => backend.blocks.stat(options),
      sync: (options) => backend.blocks.sync(options),
      putBatch: async (blocks, options) => {
        const batch: Block[] = []
        for await (const block of blocks) batch.push(block)
        for (const block of batch) await store.interruptions.onObject?.(typeOf(block))
        return backend.blocks.putBatch(batch, options)
      },
    },
    heads: {
      get: (label, options) => backend.heads.get(label, options),
      compareAndSet: async (...args) => {
        await store.interruptions.onHead?.()
        return backend.heads.compareAndSet(...args)
      },
    },
  }
  return store
}

/** As if the disk were full. */
export async function failToWrite(): Promise<never> {
  throw new SpaceError('STORE_FULL', { directory: 'the disk' })
}

function typeOf({ cid, bytes }: Block): string {
  return cid.code === 0x71 ? ((decode<{ t?: string }>(bytes).t ?? '') as string) : ''
}
