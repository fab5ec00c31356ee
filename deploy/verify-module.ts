import type { ArtifactResolver, DeploymentParameters, IgnitionModule } from '@nomicfoundation/ignition-core'
import { getBytes, hexlify, Interface, keccak256 } from 'ethers'
import type { ChainProvider } from './deploy-module.ts'
import type { Finding } from './finding.ts'
import { type PlannedContract, planModule } from './plan-module.ts'
import { verifySettings } from './verify-settings.ts'

/** What is verified against what. */
export type VerifyOptions = {
  readonly provider: ChainProvider
  readonly artifacts: ArtifactResolver
  readonly parameters: DeploymentParameters
  /** The accounts that a local module names by number; those of the chain unless given. */
  readonly accounts?: readonly string[]
  /** No contract is older than this block: where the search for their events begins. */
  readonly fromBlock?: number
}

/**
 * Compares what a chain has with what a module and its parameters would deploy: that there is code where CREATE2 puts it,
 * that it is the compiled code with the immutable values masked, and that the settings that the contract shows are those
 * of the constructor's arguments.
 */
export async function verifyModule(module: IgnitionModule, options: VerifyOptions): Promise<Finding[]> {
  const { provider, artifacts, parameters } = options
  const accounts = options.accounts ?? ((await provider.request({ method: 'eth_accounts' })) as string[])
  const plan = await planModule(module, { parameters, accounts, artifacts })
  const findings = await Promise.all(plan.map((contract) => verifyContract(contract, options)))
  return findings.flat()
}

async function verifyContract(
  { id, address, contractName, args }: PlannedContract,
  { provider, artifacts, fromBlock = 0 }: VerifyOptions,
): Promise<Finding[]> {
  const artifact = (await artifacts.loadArtifact(contractName)) as CompiledArtifact
  const code = (await provider.request({ method: 'eth_getCode', params: [address, 'latest'] })) as string
  const expected = hashMasked(artifact.deployedBytecode, artifact)
  if (code === '0x') return [{ contract: id, kind: 'missing', what: address, expected, actual: 'no code' }]
  const actual = hashMasked(code, artifact)
  const live = { id, address, abi: new Interface(artifact.abi), provider, fromBlock }
  const settings = await verifySettings(live, args)
  if (actual === expected) return settings
  return [{ contract: id, kind: 'code', what: 'hash of the code', expected, actual }, ...settings]
}

type CompiledArtifact = Awaited<ReturnType<ArtifactResolver['loadArtifact']>> & {
  readonly deployedBytecode: string
  readonly immutableReferences?: Readonly<Record<string, readonly { start: number; length: number }[]>>
}

/** The hash of code with zeros where the constructor writes immutable values. */
function hashMasked(code: string, { immutableReferences = {} }: CompiledArtifact): string {
  const bytes = getBytes(code)
  for (const { start, length } of Object.values(immutableReferences).flat())
    bytes.fill(0, start, start + length)
  return keccak256(hexlify(bytes))
}
