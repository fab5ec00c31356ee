import { parseArgs } from 'node:util'
import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import type { DeploymentParameters, IgnitionModule } from '@nomicfoundation/ignition-core'
import { JsonRpcProvider } from 'ethers'
import hre from 'hardhat'
import { chainParameters, chains } from './chains.ts'
import type { DeployOptions } from './deploy-module.ts'
import { localModule } from './modules/local.ts'
import { spaceModule } from './modules/space.ts'
import { readParameters } from './read-parameters.ts'

/** What a command line of this folder names. */
export type Target = {
  readonly module: IgnitionModule
  readonly options: DeployOptions
  readonly chainId: number
  readonly json: boolean
  close(): void
}

const localParameters = new URL('./parameters/local.json', import.meta.url)

/**
 * Reads `--rpc URL [--chain NAME] [--parameters FILE] [--json]` and connects. NAME is `local` (mocks included) or one of
 * `parameters/chains.json`; FILE holds in Ignition's form what the deployer decides. Rejects when the node's chain is
 * another one than NAME says.
 */
export async function openTarget(args: readonly string[]): Promise<Target> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rpc: { type: 'string' },
      chain: { type: 'string', default: 'local' },
      parameters: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const { rpc: url, chain, parameters: file, json } = values
  if (url === undefined) throw new Error('--rpc URL is needed')
  const given = file === undefined ? {} : await readParameters(file)
  const local = chain === 'local'
  const parameters = local ? await withDefaults(given) : chainParameters(chain, given)
  const rpc = new JsonRpcProvider(url, undefined, { cacheTimeout: -1, batchMaxCount: 1 })
  const chainId = Number(await rpc.send('eth_chainId', []))
  const wanted = chains[chain]?.chainId ?? chainId
  if (chainId !== wanted)
    throw new Error(`${chain} has chain id ${wanted}, the node at ${url} has ${chainId}`)
  return {
    module: local ? localModule : spaceModule,
    options: {
      provider: { request: ({ method, params }) => rpc.send(method, params ?? []) },
      artifacts: new HardhatArtifactResolver(hre.artifacts),
      parameters,
    },
    chainId,
    json,
    close: () => rpc.destroy(),
  }
}

async function withDefaults(given: DeploymentParameters): Promise<DeploymentParameters> {
  const { Local } = await readParameters(localParameters)
  return { ...given, Local: { ...Local, ...given['Local'] } }
}
