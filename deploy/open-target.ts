import { parseArgs } from 'node:util'
import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import type { DeploymentParameters } from '@nomicfoundation/ignition-core'
import { JsonRpcProvider } from 'ethers'
import hre from 'hardhat'
import { chainParameters, chains } from './chains.ts'
import { type Choice, chooseModule } from './choose-module.ts'
import type { DeployOptions } from './deploy-module.ts'
import { readParameters } from './read-parameters.ts'

/** What a command line of this folder names. */
export type Target = Choice & {
  readonly options: DeployOptions
  readonly chainId: number
  readonly json: boolean
  close(): void
}

const localParameters = new URL('./parameters/local.json', import.meta.url)

/**
 * Reads `--rpc URL [--chain NAME] [--parameters FILE] [--modules LIST] [--from-block NUMBER] [--json]` and connects. NAME
 * is `local` (mocks included) or one of `parameters/chains.json`; FILE holds in Ignition's form what the deployer decides;
 * LIST, with commas, says which modules, see `choose-module.ts`; no contract is older than block NUMBER. Rejects when
 * the node's chain is another one than NAME says.
 */
export async function openTarget(args: readonly string[]): Promise<Target> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rpc: { type: 'string' },
      chain: { type: 'string', default: 'local' },
      parameters: { type: 'string' },
      modules: { type: 'string' },
      'from-block': { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  })
  const { rpc: url, chain, parameters: file, json } = values
  if (url === undefined) throw new Error('--rpc URL is needed')
  const fromBlock = Number(values['from-block'])
  if (!/^\d+$/.test(values['from-block']) || !Number.isSafeInteger(fromBlock))
    throw new Error(`--from-block is no block number: ${values['from-block']}`)
  const given = file === undefined ? {} : await readParameters(file)
  const local = chain === 'local'
  const names = values.modules?.split(',') ?? (local ? ['local'] : undefined)
  const parameters = local ? await withDefaults(given) : chainParameters(chain, given)
  const choice = chooseModule(parameters, names)
  const rpc = new JsonRpcProvider(url, undefined, { cacheTimeout: -1, batchMaxCount: 1 })
  const chainId = Number(await rpc.send('eth_chainId', []))
  const wanted = chains[chain]?.chainId ?? chainId
  if (chainId !== wanted)
    throw new Error(`${chain} has chain id ${wanted}, the node at ${url} has ${chainId}`)
  return {
    ...choice,
    options: {
      provider: { request: ({ method, params }) => rpc.send(method, params ?? []) },
      artifacts: new HardhatArtifactResolver(hre.artifacts),
      parameters,
      fromBlock,
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
