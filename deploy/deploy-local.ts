import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import hre from 'hardhat'
import { type ChainProvider, deployModule } from './deploy-module.ts'
import { localModule } from './modules/local.ts'
import { readParameters } from './read-parameters.ts'

/** A Hardhat network connection, or anything else that can send requests to a development chain. */
export type ChainConnection = { readonly provider: ChainProvider }

/** What to deploy differently from `parameters/local.json`; amounts as in `modules/local.ts`. */
export type LocalOptions = {
  /** Who may change the policy for new names; the address of Names follows from it. */
  readonly namesOwner?: string
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
 * Deploys mocks and contracts on a development chain, the way they are deployed on every chain. Where the same is there
 * already it is found again; with other options only what they change is deployed beside it.
 */
export async function deployLocal(
  { provider }: ChainConnection,
  { namesOwner, ...options }: LocalOptions = {},
): Promise<LocalDeployment> {
  const { Local } = await readParameters(parametersFile)
  const deployed = await deployModule(localModule, {
    provider,
    artifacts: new HardhatArtifactResolver(hre.artifacts),
    parameters: {
      Local: { ...Local, ...options },
      ...(namesOwner === undefined ? {} : { Names: { owner: namesOwner } }),
    },
  })
  const addressOf = (id: string): string => {
    const contract = deployed.find((candidate) => candidate.id === id)
    if (contract === undefined) throw new Error(`The local module has no contract "${id}"`)
    return contract.address
  }
  return {
    chainId: Number(await provider.request({ method: 'eth_chainId' })),
    deployBlock: Math.min(...deployed.map(({ block }) => block)),
    names: addressOf('Names#Names'),
    balances: addressOf('Local#Balances'),
    grants: addressOf('Grants#Grants'),
    coin: addressOf('Local#MockUsd'),
    permit2: addressOf('Local#MockPermit2'),
    feed: addressOf('Local#MockAggregator'),
  }
}
