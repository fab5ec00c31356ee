import { readFile } from 'node:fs/promises'
import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import { type DeploymentParameters, DeploymentResultType, deploy } from '@nomicfoundation/ignition-core'
import hre from 'hardhat'
import { localModule } from './modules/local.ts'

/** A Hardhat network connection, or anything else that can send requests to a development chain. */
export type ChainConnection = {
  readonly provider: { request(call: { method: string; params?: unknown[] }): Promise<unknown> }
}

/** What to deploy differently from `parameters/local.json`; amounts as in `modules/local.ts`. */
export type LocalOptions = {
  readonly owner?: string
  readonly operator?: string
  readonly issuer?: string
  readonly treasurer?: string
  readonly dailyCeiling?: bigint
  readonly ethPrice?: bigint
  readonly heartbeat?: number
}

/** Where everything is. `deployBlock` is the first block with one of the contracts. */
export type LocalDeployment = {
  readonly chainId: number
  readonly deployBlock: number
  readonly names: string
  readonly balances: string
  readonly grants: string
  readonly coin: string
  readonly permit2: string
  readonly feed: string
}

const parametersFile = new URL('./parameters/local.json', import.meta.url)

/**
 * Deploys mocks and contracts on a development chain that mines at once. On a fresh chain the addresses are always
 * the same. Nothing is recorded on disk, so that chains with one id do not meet each other's deployments.
 */
export async function deployLocal(
  connection: ChainConnection,
  options: LocalOptions = {},
): Promise<LocalDeployment> {
  const { provider } = connection
  const accounts = (await provider.request({ method: 'eth_accounts' })) as string[]
  const chainId = Number(await provider.request({ method: 'eth_chainId' }))
  const height = Number(await provider.request({ method: 'eth_blockNumber' }))
  const result = await deploy({
    config: { blockPollingInterval: 20 },
    provider: { request: (call) => provider.request(call as { method: string; params?: unknown[] }) },
    artifactResolver: new HardhatArtifactResolver(hre.artifacts),
    ignitionModule: localModule,
    deploymentParameters: { Local: { ...(await readParameters()), ...options } },
    accounts,
  })
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) {
    throw new Error(`The local deployment failed (${result.type}): ${JSON.stringify(result)}`)
  }
  const addressOf = (future: string): string => {
    const contract = result.contracts[future]
    if (contract === undefined) throw new Error(`The deployment has no contract "${future}"`)
    return contract.address
  }
  return {
    chainId,
    deployBlock: height + 1,
    names: addressOf('Names#Names'),
    balances: addressOf('Local#Balances'),
    grants: addressOf('Grants#Grants'),
    coin: addressOf('Local#MockUsd'),
    permit2: addressOf('Local#MockPermit2'),
    feed: addressOf('Local#MockAggregator'),
  }
}

async function readParameters(): Promise<DeploymentParameters[string]> {
  const file = JSON.parse(await readFile(parametersFile, 'utf8'), (_key, value: unknown) =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  ) as DeploymentParameters
  return file.Local ?? {}
}
