import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { requestRpc } from './request-rpc.ts'

/** Where the contracts are on the local chain; the same in every run. */
export type DevnetAddresses = {
  readonly names: string
  readonly balances: string
  readonly grants: string
  /** The first block with one of the contracts. */
  readonly deployBlock: number
  /** The stablecoin; `mint(address,uint256)` is open to every account. */
  readonly coin: string
  /** The mock of Permit2. */
  readonly permit2: string
  /** The mock of the price feed for ETH. */
  readonly feed: string
}

/** What `scripts/build-deployment.ts` writes. */
export type Deployment = {
  readonly addresses: DevnetAddresses
  /** Every request that changed the chain when the contracts were deployed, in order. */
  readonly requests: readonly { readonly method: string; readonly params: readonly unknown[] }[]
}

/** The folder of this package, in the repository and where it is installed. */
export const packageFolder = dirname(findPackageJSON(import.meta.url) as string)

/** The subgraph's build, with the addresses of the local chain set. */
export const subgraphBuild = join(packageFolder, 'build/subgraph')

const deploymentFile = join(packageFolder, 'build/deployment.json')

/** Deploys the contracts on a new chain by repeating the requests of a real deployment. */
export async function deployContracts(rpcUrl: string): Promise<DevnetAddresses> {
  const { addresses, requests } = JSON.parse(readFileSync(deploymentFile, 'utf8')) as Deployment
  for (const { method, params } of requests) await requestRpc(rpcUrl, method, params)
  const code = await requestRpc(rpcUrl, 'eth_getCode', [addresses.grants, 'latest'])
  if (code === '0x') throw new Error(`the contracts are not at their addresses; build the network again`)
  return addresses
}
