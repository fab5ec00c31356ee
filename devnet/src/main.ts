// The network of the demo in one process: a local chain with the contracts, and the indexer with the subgraph.
//   node devnet/src/main.ts STATE_FOLDER OPERATOR_ADDRESS
// Prints one line of JSON when everything answers, and stops when its standard input ends or on SIGTERM.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startIndexer } from '@space/indexer'
import { network } from 'hardhat'
import { type ChainConnection, deployLocal } from '../../deploy/deploy-local.ts'
import { copyBuild } from '../../subgraph/scripts/manifest.mjs'
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

const buildDir = join(stateFolder, 'subgraph')
copyBuild({ deployBlock, names, balances, grants }, buildDir)
const indexer = await startIndexer({
  buildDir,
  rpcUrl,
  dbPath: join(stateFolder, 'index.sqlite'),
  name: 'space',
})
await indexer.waitForBlock(deployBlock)
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
