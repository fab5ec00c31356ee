import { ChainSource } from '../chain/chain-source.ts'
import type { BlockPointer } from '../chain/chain-types.ts'
import { createRpcClient, type RpcClient } from '../chain/rpc-client.ts'
import { errorText, IndexerError } from '../errors.ts'
import type { SubgraphBuild } from '../manifest/load-build.ts'
import { type QueryServer, startQueryServer } from '../query/start-query-server.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { describeNeeds } from '../triggers/block-needs.ts'
import { Backoff } from './backoff.ts'
import { BlockWaiters } from './block-waiters.ts'
import type { IndexerNotice, IndexerOptions } from './indexer-options.ts'
import { ChainSync } from './sync-chain.ts'

const LOOPBACK_POLL_MS = 30
const REMOTE_POLL_MS = 1_000

type ChainIdentity = { readonly chainId: string; readonly genesisHash: string }

/** An index of one build over one chain, with its server. */
type Session = {
  readonly chain: ChainIdentity
  readonly store: Store
  readonly sync: ChainSync
  readonly server: QueryServer
}

/** Opens a session, follows the chain, and opens another session when the node turns to another chain. */
export class IndexerRuntime {
  readonly #options: IndexerOptions
  readonly #build: SubgraphBuild
  readonly #closing = new AbortController()
  readonly #signal: AbortSignal
  readonly #rpc: RpcClient
  readonly #source: ChainSource
  readonly #backoff: Backoff
  readonly #waiters = new BlockWaiters()
  readonly #warnings: string[] = []
  #session: Session | undefined
  #stopped: Promise<void> = Promise.resolve()

  constructor(options: IndexerOptions, build: SubgraphBuild) {
    const { signal, rpcUrl } = options
    this.#options = options
    this.#build = build
    this.#signal =
      signal === undefined ? this.#closing.signal : AbortSignal.any([this.#closing.signal, signal])
    this.#rpc = createRpcClient(rpcUrl, this.#signal)
    this.#source = new ChainSource(this.#rpc, describeNeeds(build), (message) => {
      this.#warnings.push(message)
      this.#notify({ type: 'warning', message })
    })
    this.#backoff = new Backoff(this.#notify, this.#signal)
  }

  /** Opens the first session and begins to follow the chain. Returns the URL for queries. */
  async start(): Promise<string> {
    const session = await this.#openSession(this.#options.port ?? 0)
    this.#stopped = this.#follow(session)
    return session.server.url
  }

  head(): BlockPointer | undefined {
    return this.#session?.store.head()
  }

  waitForBlock(blockNumber: number, signal: AbortSignal | undefined): Promise<BlockPointer> {
    const waiting = this.#waiters.add(blockNumber, signal)
    this.#changed()
    return waiting
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#stopped
  }

  async #follow(first: Session): Promise<void> {
    let session = first
    try {
      while ((await session.sync.run()) === 'other-chain') {
        const { port } = new URL(session.server.url)
        await this.#closeSession()
        session = await this.#openSession(Number(port))
      }
    } catch (error) {
      if (!this.#signal.aborted) this.#notify({ type: 'failed', message: errorText(error), details: {} })
    } finally {
      this.#closing.abort()
      await this.#closeSession()
      this.#changed()
    }
  }

  async #openSession(port: number): Promise<Session> {
    const { dbPath, name, host = '127.0.0.1', startBlock, compatibility } = this.#options
    const chain = await this.#backoff.untilDone(() => this.#source.identity())
    const identity = [this.#build.hash, chain.chainId, chain.genesisHash, startBlock ?? 'manifest'].join(' ')
    const store = openStore({ path: dbPath, schema: this.#build.schema, identity })
    try {
      if (store.path !== dbPath) {
        const reason = 'the file holds an index of another build or chain'
        this.#notify({ type: 'fresh-index', reason, path: store.path })
      }
      const sync = this.#makeSync(store, chain)
      const { schema, hash: deployment } = this.#build
      const status = () => this.#status()
      const server = await startQueryServer({
        path: store.path,
        schema,
        deployment,
        firstBlock: this.#firstBlock(),
        ...(compatibility === undefined ? {} : { compatibility }),
        name,
        host,
        port,
        status,
      })
      this.#session = { chain, store, sync, server }
      this.#notify({ type: 'listening', url: server.url })
      return this.#session
    } catch (error) {
      store.close()
      throw error
    }
  }

  #makeSync(store: Store, chain: ChainIdentity): ChainSync {
    const { rpcUrl, pollMs } = this.#options
    return new ChainSync({
      build: this.#build,
      store,
      source: this.#source,
      firstBlock: this.#firstBlock(),
      pollMs: pollMs ?? (isLoopback(rpcUrl) ? LOOPBACK_POLL_MS : REMOTE_POLL_MS),
      onNotice: this.#notify,
      onChange: () => this.#changed(),
      signal: this.#signal,
      isOtherChain: async () => {
        const now = await this.#source.identity()
        // A node that does not have block 0, or not yet, says nothing about which chain it is.
        const isKnown = now.genesisHash !== 'unknown' && chain.genesisHash !== 'unknown'
        return now.chainId !== chain.chainId || (isKnown && now.genesisHash !== chain.genesisHash)
      },
    })
  }

  #firstBlock(): number {
    const { startBlock } = this.#options
    return startBlock ?? Math.min(...this.#build.dataSources.map((source) => source.startBlock))
  }

  async #closeSession(): Promise<void> {
    const session = this.#session
    this.#session = undefined
    await session?.server.close()
    session?.store.close()
  }

  /** Settles the promises that wait for a block. */
  #changed(): void {
    if (this.#signal.aborted) {
      this.#waiters.rejectAll(new IndexerError('closed', 'The indexer was closed.'))
      return
    }
    const store = this.#session?.store
    const head = store?.head()
    const failed = store?.failed()
    // The block of a failure is the head, but its changes are not there.
    if (head !== undefined) this.#waiters.reached(head, failed === undefined ? head.number : head.number - 1)
    if (failed !== undefined) {
      this.#waiters.rejectAll(
        new IndexerError('handler-failed', failed.message, { details: { ...failed.details } }),
      )
    }
  }

  #status(): Record<string, unknown> {
    const session = this.#session
    return {
      network: this.#build.network,
      chainId: session?.chain.chainId,
      genesisHash: session?.chain.genesisHash,
      deployment: this.#build.hash,
      latest: session?.sync.latest,
      chain: session?.sync.state,
      warnings: this.#warnings,
      events: session?.sync.events,
      rpcCalls: this.#rpc.calls,
    }
  }

  readonly #notify = (notice: IndexerNotice): void => {
    this.#options.onNotice?.(notice)
  }
}

function isLoopback(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)
}
