import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CID } from 'multiformats/cid'
import type { Backend, BlockStore, HeadStore } from '../storage/index.ts'
import { createMemoryStore } from '../storage/memory-store.ts'
import { backendConformance } from './backend-conformance.ts'

/** A memory store with a defect. */
function broken(change: {
  blocks?: (good: BlockStore) => Partial<BlockStore>
  heads?: (good: HeadStore) => Partial<HeadStore>
}) {
  return async (): Promise<Backend> => {
    const good = createMemoryStore()
    const bind = <Store extends object>(store: Store, parts: Partial<Store> = {}) =>
      new Proxy(store, {
        get: (target, key) => {
          const own = Reflect.get(parts, key)
          if (own !== undefined) return own
          const value = Reflect.get(target, key)
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
    return {
      ...good,
      blocks: bind(good.blocks, change.blocks?.(good.blocks)),
      heads: bind(good.heads, change.heads?.(good.heads)),
    }
  }
}

async function failuresOf(open: () => Promise<Backend>): Promise<string[]> {
  const cases = backendConformance({ open, openVerifying: open })
  const results = await Promise.allSettled(cases.map(({ run }) => run()))
  return cases.flatMap(({ name }, at) => (results[at]?.status === 'rejected' ? [name] : []))
}

describe('backendConformance', () => {
  const defects: Record<string, { open: () => Promise<Backend>; finds: RegExp }> = {
    'forgets the last byte': {
      open: broken({
        blocks: (good) => ({ get: async (cid, options) => (await good.get(cid, options)).slice(0, -1) }),
      }),
      finds: /gives back what was put/,
    },
    'stores bytes under the CID of others': {
      open: broken({ blocks: (good) => ({ put: (block) => good.put(block, { verify: false }) }) }),
      finds: /refuses bytes that are not those of the CID/,
    },
    'says that it has everything': {
      open: broken({ blocks: () => ({ has: async (cids) => cids.map(() => true) }) }),
      finds: /knows what it has/,
    },
    'lists the newest first': {
      open: broken({
        blocks: (good) => ({
          list: async function* (options) {
            const cids: CID[] = []
            for await (const cid of good.list(options)) cids.unshift(cid)
            yield* cids
          },
        }),
      }),
      finds: /oldest first/,
    },
    'overwrites heads': {
      open: broken({
        heads: (good) => ({
          compareAndSet: async (label, _expected, next) =>
            good.compareAndSet(label, await good.get(label), next).catch(() => {}),
        }),
      }),
      finds: /sets a head only over the expected value/,
    },
    'does not hear a signal': {
      open: broken({ blocks: (good) => ({ stat: () => good.stat() }) }),
      finds: /signal that has aborted/,
    },
    'works on when it is closed': {
      open: broken({ heads: () => ({ get: async () => null }) }),
      finds: /refuses every call after close/,
    },
    'takes heads that no check confirms': {
      open: async () => createMemoryStore(),
      finds: /the check which it was given confirms/,
    },
  }
  for (const [defect, { open, finds }] of Object.entries(defects)) {
    it(`notices a backend that ${defect}`, async () => {
      const failures = await failuresOf(open)
      assert.ok(
        failures.some((name) => finds.test(name)),
        failures.join('; '),
      )
    })
  }

  it('gives every case a name of its own', () => {
    const names = backendConformance({ open: async () => createMemoryStore() }).map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
    assert.ok(names.length > 15)
  })
})
