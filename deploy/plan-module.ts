import {
  type ArtifactResolver,
  type DeploymentParameters,
  type Future,
  type IgnitionModule,
  isAccountRuntimeValue,
  isFuture,
  isModuleParameterRuntimeValue,
  isNamedContractDeploymentFuture,
} from '@nomicfoundation/ignition-core'
import { concat, Interface } from 'ethers'
import { predictAddress } from './create2.ts'

/** One contract of a module: what will be deployed and where. */
export type PlannedContract = {
  /** As Ignition names it, for instance `Names#Names`. */
  readonly id: string
  readonly contractName: string
  /** The constructor's arguments, with every parameter, account and address filled in. */
  readonly args: readonly unknown[]
  readonly initCode: string
  readonly address: string
}

/** What the values of a module depend on. */
export type PlanContext = {
  readonly parameters: DeploymentParameters
  readonly accounts: readonly string[]
  readonly artifacts: ArtifactResolver
}

/**
 * Computes what a module will deploy, in an order in which it can be deployed, without asking any chain: with CREATE2
 * an address follows from the code and the constructor's arguments.
 */
export async function planModule(module: IgnitionModule, context: PlanContext): Promise<PlannedContract[]> {
  const planned = new Map<Future, PlannedContract>()
  for (const future of collectFutures(module))
    planned.set(future, await planContract(future, planned, context))
  return [...planned.values()]
}

/** Futures of the submodules come first: those of the module may need them. */
function collectFutures(module: IgnitionModule): Set<Future> {
  return new Set([
    ...[...module.submodules].flatMap((inner) => [...collectFutures(inner)]),
    ...module.futures,
  ])
}

async function planContract(
  future: Future,
  planned: ReadonlyMap<Future, PlannedContract>,
  context: PlanContext,
): Promise<PlannedContract> {
  if (!isNamedContractDeploymentFuture(future)) throw new Error(`${future.id} is no contract of this project`)
  const { abi, bytecode } = await context.artifacts.loadArtifact(future.contractName)
  const args = future.constructorArgs.map((argument) => resolveValue(argument, planned, context))
  const initCode = concat([bytecode, new Interface(abi).encodeDeploy(args)])
  return {
    id: future.id,
    contractName: future.contractName,
    args,
    initCode,
    address: predictAddress(initCode),
  }
}

function resolveValue(
  value: unknown,
  planned: ReadonlyMap<Future, PlannedContract>,
  context: PlanContext,
): unknown {
  const resolve = (inner: unknown) => resolveValue(inner, planned, context)
  if (isModuleParameterRuntimeValue(value)) {
    const given = context.parameters[value.moduleId]?.[value.name] ?? value.defaultValue
    if (given === undefined)
      throw new Error(`${value.moduleId}.${value.name} is neither recorded for this chain nor given`)
    return resolve(given)
  }
  if (isAccountRuntimeValue(value)) {
    const account = context.accounts[value.accountIndex]
    if (account === undefined) throw new Error(`the chain offers no account ${value.accountIndex}`)
    return account
  }
  if (isFuture(value)) {
    const contract = planned.get(value)
    if (contract === undefined) throw new Error(`${value.id} is needed before it is planned`)
    return contract.address
  }
  if (Array.isArray(value)) return value.map(resolve)
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]))
  }
  return value
}
