// The network of the story in one process: a local chain with the contracts, and the indexer with the subgraph.
//   node scripts/story/network/network.ts STATE_FOLDER OPERATOR_ADDRESS
// Prints one line of JSON when everything answers, and stops when its standard input ends or on SIGTERM.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startIndexer } from '@space/indexer'
import { network } from 'hardhat'
import { type ChainConnection, deployLocal } from '../../../deploy/deploy-local.ts'
import { setAddresses } from '../../../subgraph/scripts/manifest.mjs'
import { requestRpc } from './request-rpc.ts'

/** What the others need to know. */
export type NetworkInfo = {
  rpcUrl: string
  graphqlUrl: string
  addresses: { names: string; balances: string; grants: string; deployBlock: number }
  coin: string
  feed: string
}

const [stateFolder, operator] = process.argv.slice(2)
if (stateFolder === undefined || operator === undefined) {
  throw new Error('usage: network.ts STATE_FOLDER OPERATOR_ADDRESS')
}
mkdirSync(stateFolder, { recursive: true, mode: 0o700 })

const server = await network.createServer('local', '127.0.0.1', 0)
const { port } = await server.listen()
const rpcUrl = `http://127.0.0.1:${port}`
const connection: ChainConnection = {
  provider: { request: ({ method, params }) => requestRpc(rpcUrl, method, params) },
}
const { names, balances, grants, deployBlock, coin, feed } = await deployLocal(connection, { operator })

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
