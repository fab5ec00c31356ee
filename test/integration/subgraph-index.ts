import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { startIndexer } from '@space/indexer'
import { copyBuild } from '../../subgraph/scripts/manifest.mjs'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { Chain } from './subgraph-chain.ts'
import type { Query } from './subgraph-rows.ts'

const BUILD_SCRIPT = join(import.meta.dirname, '../../subgraph/scripts/build.mjs')

/** The compiled subgraph in the embedded indexer, following a chain. */
export type Index = {
  /** Waits until the newest block of the chain is indexed. */
  sync(): Promise<void>
  query: Query
  close(): Promise<void>
}

/** Builds the subgraph where that is due, sets the addresses of the chain in a copy, and runs it. */
export async function startIndex(chain: Chain): Promise<Index> {
  const folder = temporaryFolder()
  execFileSync(process.execPath, [BUILD_SCRIPT])
  copyBuild(chain.deployment, folder)

  const indexer = await startIndexer({
    buildDir: folder,
    rpcUrl: chain.rpcUrl,
    dbPath: join(folder, 'index.sqlite'),
    name: 'space',
  })
  return {
    sync: async () => {
      await indexer.waitForBlock(Number(await chain.provider.send('eth_blockNumber', [])))
    },
    query: async (graphql) => {
      const response = await fetch(indexer.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: graphql }),
      })
      const { data, errors } = (await response.json()) as {
        data: Awaited<ReturnType<Query>>
        errors?: unknown
      }
      if (errors !== undefined) throw new Error(`The index refused a query: ${JSON.stringify(errors)}`)
      return data
    },
    close: async () => {
      await indexer.close()
    },
  }
}
