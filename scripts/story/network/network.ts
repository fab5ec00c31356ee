// The network of the story in one process: a local chain with the contracts, and the indexer with the subgraph.
//   node scripts/story/network/network.ts STATE_FOLDER
// Prints one line of JSON when everything answers, and stops when its standard input ends or on SIGTERM.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startIndexer } from '@space/indexer'
import { network } from 'hardhat'
import { deployLocal } from '../../../deploy/deploy-local.ts'
import { setAddresses } from '../../../subgraph/scripts/manifest.mjs'

/** What the others need to know. */
export type NetworkInfo = {
  rpcUrl: string
  graphqlUrl: string
  addresses: { names: string; balances: string; grants: string; deployBlock: number }
  coin: string
  feed: string
}

const [stateFolder] = process.argv.slice(2)
if (stateFolder === undefined) throw new Error('usage: network.ts STATE_FOLDER')
mkdirSync(stateFolder, { recursive: true, mode: 0o700 })

const server = await network.createServer('local', '127.0.0.1', 0)
const { port } = await server.listen()
const rpcUrl = `http://127.0.0.1:${port}`
const { names, balances, grants, deployBlock, coin, feed } = await deployLocal({
  provider: { request: ({ method, params }) => requestRpc(method, params) },
})

const indexer = await startIndexer({
  buildDir: prepareSubgraph(join(stateFolder, 'subgraph')),
  rpcUrl,
  dbPath: join(stateFolder, 'index.sqlite'),
  name: 'space',
})
const info: NetworkInfo = {
  rpcUrl,
  graphqlUrl: indexer.url,
  addresses: { names, balances, grants, deployBlock },
  coin,
  feed,
}
console.log(JSON.stringify(info))

let stopping = false
const stop = async () => {
  if (stopping) return
  stopping = true
  await indexer.close()
  await server.close()
  process.exit()
}
process.on('SIGTERM', stop)
process.on('SIGINT', () => {})
process.stdin.on('end', stop).resume()

/** Sets the addresses of this chain in a copy of the build. */
function prepareSubgraph(folder: string): string {
  cpSync(join(import.meta.dirname, '../../../subgraph/build'), folder, { recursive: true })
  const manifest = join(folder, 'subgraph.yaml')
  const addresses = { network: 'localhost', startBlock: deployBlock, names, balances, grants }
  writeFileSync(manifest, setAddresses(readFileSync(manifest, 'utf8'), addresses))
  return folder
}

async function requestRpc(method: string, params: unknown[] = []): Promise<unknown> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const answer = (await response.json()) as { result?: unknown; error?: { message: string; data?: unknown } }
  if (answer.error !== undefined) throw Object.assign(new Error(answer.error.message), answer.error)
  return answer.result
}
