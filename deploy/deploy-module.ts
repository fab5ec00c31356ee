import {
  type ArtifactResolver,
  buildModule,
  type DeploymentParameters,
  DeploymentResultType,
  deploy,
  type Future,
  type IgnitionModule,
} from '@nomicfoundation/ignition-core'
import { Interface, zeroPadValue } from 'ethers'
import { CONTRACT_CREATION, CREATE_X, SALT } from './create2.ts'
import { type PlannedContract, planModule } from './plan-module.ts'
import { readAddress, readLogs } from './read-logs.ts'

/** Anything that can send requests to a chain. */
export type ChainProvider = { request(call: { method: string; params?: unknown[] }): Promise<unknown> }

/** What is deployed from, with and how. */
export type DeployOptions = {
  readonly provider: ChainProvider
  readonly artifacts: ArtifactResolver
  readonly parameters: DeploymentParameters
  /** How deep a transaction has to lie before it counts; Ignition's choice unless given. */
  readonly requiredConfirmations?: number
  /** No contract is older than this block: where the search for their creation begins. */
  readonly fromBlock?: number
}

/** A contract that is there now. */
export type DeployedContract = PlannedContract & {
  /** The block in which it was created. */
  readonly block: number
  /** Whether it was there before. */
  readonly found: boolean
}

/**
 * Deploys what is missing of a module, by Ignition's create2 strategy. Nothing is remembered between runs but the chain
 * itself: what has code at its address is deployed. So a run that was killed anywhere is taken up by the next one, and
 * a second run sends nothing. While the deployer's transactions are still unconfirmed, Ignition refuses to begin.
 */
export async function deployModule(
  module: IgnitionModule,
  options: DeployOptions,
): Promise<DeployedContract[]> {
  const { provider, artifacts, parameters } = options
  const accounts = (await provider.request({ method: 'eth_accounts' })) as string[]
  const plan = await planModule(module, { parameters, accounts, artifacts })
  const missing: PlannedContract[] = []
  for (const contract of plan) if (!(await hasCode(provider, contract.address))) missing.push(contract)
  if (missing.length > 0) await deployMissing(module.id, missing, accounts, options)
  const { fromBlock = 0 } = options
  const created = await findCreations(provider, plan, fromBlock)
  return plan.map((contract) => {
    const block = created.get(contract.address)
    if (block === undefined)
      throw new Error(`no event of CreateX from block ${fromBlock} on names ${contract.id}, which is there`)
    return { ...contract, found: !missing.includes(contract), block }
  })
}

async function deployMissing(
  moduleId: string,
  missing: readonly PlannedContract[],
  accounts: string[],
  { provider, artifacts, requiredConfirmations }: DeployOptions,
): Promise<void> {
  const rest = buildModule(moduleId, (m) => {
    let last: Future | undefined
    for (const { id, contractName, args } of missing) {
      const after = last === undefined ? [] : [last]
      last = m.contract(contractName, args as never[], { id: id.replace('#', '_'), after })
    }
    return {}
  })
  const result = await deploy({
    config: {
      blockPollingInterval: 20,
      ...(requiredConfirmations === undefined ? {} : { requiredConfirmations }),
    },
    provider: { request: (call) => provider.request(call as { method: string; params?: unknown[] }) },
    artifactResolver: artifacts,
    ignitionModule: rest,
    deploymentParameters: {},
    accounts,
    strategy: 'create2',
    strategyConfig: { salt: SALT },
  })
  if (result.type === DeploymentResultType.SUCCESSFUL_DEPLOYMENT) return
  for (const contract of missing) {
    if (await hasCode(provider, contract.address)) continue
    const reason = await explainRevert(contract, provider, artifacts)
    throw new Error(`${contract.id} could not be deployed: ${reason ?? JSON.stringify(result)}`)
  }
  throw new Error(`the deployment failed (${result.type}): ${JSON.stringify(result)}`)
}

/** CreateX swallows why a constructor reverts: asks the chain to create the contract directly. */
async function explainRevert(
  { initCode, contractName }: PlannedContract,
  provider: ChainProvider,
  artifacts: ArtifactResolver,
): Promise<string | undefined> {
  try {
    await provider.request({ method: 'eth_call', params: [{ data: initCode }, 'latest'] })
    return undefined
  } catch (error) {
    const data = findRevertData(error)
    const { abi } = await artifacts.loadArtifact(contractName)
    const parsed = data === undefined ? null : new Interface(abi).parseError(data)
    return parsed === null ? (error as Error).message : `${parsed.name}(${parsed.args.join(', ')})`
  }
}

/** Nodes put the data of a revert at different depths of their errors. */
function findRevertData(error: unknown): string | undefined {
  if (typeof error === 'string') return /^0x([0-9a-f]{2}){4,}$/i.test(error) ? error : undefined
  if (error === null || typeof error !== 'object' || !('data' in error)) return undefined
  return findRevertData(error.data)
}

async function hasCode(provider: ChainProvider, address: string): Promise<boolean> {
  return (await provider.request({ method: 'eth_getCode', params: [address, 'latest'] })) !== '0x'
}

/** The block in which each contract was created, by address. */
async function findCreations(
  provider: ChainProvider,
  plan: readonly PlannedContract[],
  fromBlock: number,
): Promise<ReadonlyMap<string, number>> {
  const topics = [CONTRACT_CREATION, plan.map(({ address }) => zeroPadValue(address, 32))]
  const logs = await readLogs(provider, { address: CREATE_X, topics }, fromBlock)
  return new Map(logs.map((log) => [readAddress(log, 1), Number(log.blockNumber)]))
}
