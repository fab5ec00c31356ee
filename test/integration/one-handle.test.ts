import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createMemoryStore, type Folder } from '@space/sdk'
import type { Backend, BlockStore } from '@space/sdk/storage'
import { expectCode } from '../support/expect-code.ts'
import { type LocalNetwork, type Participant, startLocalNetwork } from '../support/local-network.ts'
import { memoryFile } from '../support/memory-file.ts'

/** A store whose next call of a method waits until it is let go. */
class HeldStore {
  readonly backend: Backend
  #held: { method: 'put' | 'putBatch'; reached: () => void; released: Promise<void> } | undefined

  constructor(inner: Backend) {
    const { blocks } = inner
    const held: BlockStore = Object.assign(Object.create(blocks) as BlockStore, {
      put: async (...args: Parameters<BlockStore['put']>) => {
        await this.#pass('put')
        return blocks.put(...args)
      },
      putBatch: async (...args: Parameters<BlockStore['putBatch']>) => {
        await this.#pass('putBatch')
        return blocks.putBatch(...args)
      },
      get: blocks.get.bind(blocks),
      has: blocks.has.bind(blocks),
      list: blocks.list.bind(blocks),
      stat: blocks.stat.bind(blocks),
      sync: blocks.sync.bind(blocks),
    })
    this.backend = { ...inner, blocks: held, close: () => inner.close() }
  }

  /** Holds the next call; `reached` resolves when it waits, `release` lets it go on. */
  hold(method: 'put' | 'putBatch'): { reached: Promise<void>; release: () => void } {
    const reached = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    this.#held = { method, reached: reached.resolve, released: released.promise }
    return { reached: reached.promise, release: released.resolve }
  }

  async #pass(method: 'put' | 'putBatch'): Promise<void> {
    const held = this.#held
    if (held?.method !== method) return
    this.#held = undefined
    held.reached()
    await held.released
  }
}

async function listPaths(folder: Folder): Promise<string[]> {
  const paths: string[] = []
  for await (const { path } of folder.walk()) paths.push(path)
  return paths
}

describe('one folder object', { timeout: 300_000 }, () => {
  const store = new HeldStore(createMemoryStore())
  let network: LocalNetwork
  let alice: Participant

  before(async () => {
    network = await startLocalNetwork()
    alice = await network.createParticipant(store.backend, 'alice')
    await network.createParticipant(store.backend, 'bob')
  })
  after(() => network?.stop())

  test('does not publish a tree that lacks what was committed meanwhile', async () => {
    const folder = await alice.space.folders.create()
    const { reached, release } = store.hold('putBatch')
    const slow = folder.upload([memoryFile('slow.txt', 'slow')])
    await reached
    assert.equal((await folder.upload([memoryFile('fast.txt', 'fast')])).complete, true)
    release()
    await expectCode('HEAD_CONFLICT', () => slow)
    assert.deepEqual(await listPaths(await alice.space.folders.open(folder.id)), ['fast.txt'])
  })

  test('does not publish under the old key what a revocation has overtaken', async () => {
    const folder = await alice.space.folders.create()
    await folder.upload([memoryFile('start.txt', 'before')])
    await folder.share({ to: '@bob', role: 'reader' })
    const { reached, release } = store.hold('put')
    const slow = folder.upload([memoryFile('secret.txt', 'after the revocation')])
    await reached
    assert.equal((await folder.revoke('@bob')).epoch, 1)
    release()
    await expectCode('SEAL_REFUSED', () => slow)
    for (const opened of [folder, await alice.space.folders.open(folder.id)]) {
      assert.deepEqual(await listPaths(opened), ['start.txt'])
      assert.equal(opened.epoch, 1)
    }
  })
})
