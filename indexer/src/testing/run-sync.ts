import { join } from 'node:path'
import { ChainSource } from '../chain/chain-source.ts'
import { createRpcClient } from '../chain/rpc-client.ts'
import type { SubgraphBuild } from '../manifest/load-build.ts'
import type { RetryState } from '../runtime/backoff.ts'
import type { IndexerNotice } from '../runtime/indexer-options.ts'
import { ChainSync } from '../runtime/sync-chain.ts'
import { openStore } from '../store/open-store.ts'
import type { EntityChange, Store } from '../store/store.ts'
import { describeNeeds } from '../triggers/block-needs.ts'
import type { MockNode } from './mock-node.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A sync over a mock node, without a server. */
export type SyncRun = {
  readonly store: Store
  readonly notices: readonly IndexerNotice[]
  state(): RetryState
  /** Resolves when the index has the node's latest block, or its mapping has failed. */
  settled(): Promise<void>
  /** Latest state of every entity that was ever written, by `Type id`. */
  dump(): Map<string, unknown>
  /** Resolves when the sync ends by itself or is stopped. */
  readonly ended: Promise<'closed' | 'other-chain'>
  stop(): Promise<void>
}

/** Starts a sync of a build over a mock node. */
export function runSync(
  node: MockNode,
  build: SubgraphBuild,
  path = join(temporaryFolder(), 'index.sqlite'),
): SyncRun {
  const keys = new Set<string>()
  const notices: IndexerNotice[] = []
  const stopping = new AbortController()
  const store = openStore({ path, schema: build.schema, identity: 'test' })
  const source = new ChainSource(createRpcClient(node.url, stopping.signal), describeNeeds(build))
  const { chainId } = node.chain
  const sync = new ChainSync({
    build,
    store: recording(store, keys),
    source,
    firstBlock: 0,
    pollMs: 2,
    onNotice: (notice) => notices.push(notice),
    onChange: () => {},
    signal: stopping.signal,
    isOtherChain: async () => (await source.identity()).chainId !== `0x${chainId.toString(16)}`,
  })
  const ended = sync.run()
  return {
    store,
    notices,
    ended,
    state: () => sync.state,
    async settled() {
      const isDone = () =>
        store.failed() !== undefined || store.head()?.hash === node.chain.block(node.chain.latest)?.hash
      for (let turns = 0; !isDone(); turns++) {
        if (turns > 6_000) throw new Error(`the sync hangs at block ${store.head()?.number}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    dump: () => dumpStore(store, keys),
    async stop() {
      stopping.abort()
      await ended
      store.close()
    },
  }
}

function recording(store: Store, keys: Set<string>): Store {
  const record = (changes: readonly EntityChange[]) => {
    for (const { type, id } of changes) keys.add(`${type} ${id}`)
  }
  return {
    path: store.path,
    head: () => store.head(),
    blockHash: (number) => store.blockHash(number),
    get: (type, id) => store.get(type, id),
    loadRelated: (type, id, field) => store.loadRelated(type, id, field),
    commitBlock(block, changes) {
      record(changes)
      store.commitBlock(block, changes)
    },
    commitBlocks(list) {
      for (const { changes } of list) record(changes)
      store.commitBlocks(list)
    },
    revertTo: (number) => store.revertTo(number),
    setFailed: (error, block) => store.setFailed(error, block),
    failed: () => store.failed(),
    close: () => store.close(),
  }
}

function dumpStore(store: Store, keys: ReadonlySet<string>): Map<string, unknown> {
  const dump = new Map<string, unknown>()
  for (const key of [...keys].sort()) {
    const space = key.indexOf(' ')
    const data = store.get(key.slice(0, space), key.slice(space + 1))
    if (data !== undefined) dump.set(key, new Map([...data].sort(([a], [b]) => (a < b ? -1 : 1))))
  }
  return dump
}
