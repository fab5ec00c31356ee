import type { Backend } from '@space/sdk/storage'
import type { CID } from 'multiformats/cid'

/** A backend that also reports everything that was ever stored in it, as the operator of a storage can know it. */
export type RecordingStore = Backend & {
  /** All blocks, by digest in hex. */
  readBlocks(): Promise<Map<string, { cid: CID; bytes: Uint8Array }>>
  /** Every value that was ever a head, and its label, oldest first. */
  readonly headHistory: readonly { label: Uint8Array; value: Uint8Array }[]
}

/** Puts a recorder in front of a backend. */
export function recordStore(backend: Backend): RecordingStore {
  const headHistory: { label: Uint8Array; value: Uint8Array }[] = []
  return {
    ...backend,
    headHistory,
    heads: {
      get: (label, options) => backend.heads.get(label, options),
      compareAndSet: async (label, expected, next, options) => {
        await backend.heads.compareAndSet(label, expected, next, options)
        headHistory.push({ label: label.slice(), value: next.slice() })
      },
    },
    readBlocks: async () => {
      const blocks = new Map<string, { cid: CID; bytes: Uint8Array }>()
      for await (const cid of backend.blocks.list()) {
        const digest = Buffer.from(cid.multihash.digest).toString('hex')
        blocks.set(digest, { cid, bytes: await backend.blocks.get(cid) })
      }
      return blocks
    },
  }
}
