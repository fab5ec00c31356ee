import type { ArtifactResolver, DeploymentParameters, IgnitionModule } from '@nomicfoundation/ignition-core'
import { FunctionFragment, getBytes, hexlify, Interface, keccak256, type ParamType } from 'ethers'
import type { ChainProvider } from './deploy-module.ts'
import { type PlannedContract, planModule } from './plan-module.ts'

/** One thing that is not as it should be. */
export type Finding = {
  /** As Ignition names it, for instance `Names#Names`. */
  readonly contract: string
  /**
   * `missing`: no code at the address · `code`: other code than ours, immutable values aside · `parameter`: a setting
   * that the contract shows differs from what the parameters say.
   */
  readonly kind: 'missing' | 'code' | 'parameter'
  /** What differs: the address, the code's hash, or the view that tells of the parameter. */
  readonly what: string
  readonly expected: string
  readonly actual: string
}

/** What is verified against what. */
export type VerifyOptions = {
  readonly provider: ChainProvider
  readonly artifacts: ArtifactResolver
  readonly parameters: DeploymentParameters
  /** The accounts that a local module names by number; those of the chain unless given. */
  readonly accounts?: readonly string[]
}

/**
 * Compares what a chain has with what a module and its parameters would deploy: that there is code where CREATE2 puts it,
 * that it is the compiled code with the immutable values masked, and that constructor arguments for which the contract
 * has a view of the same name are still what they were.
 */
export async function verifyModule(module: IgnitionModule, options: VerifyOptions): Promise<Finding[]> {
  const { provider, artifacts, parameters } = options
  const accounts = options.accounts ?? ((await provider.request({ method: 'eth_accounts' })) as string[])
  const plan = await planModule(module, { parameters, accounts, artifacts })
  const findings = await Promise.all(plan.map((contract) => verifyContract(contract, provider, artifacts)))
  return findings.flat()
}

async function verifyContract(
  contract: PlannedContract,
  provider: ChainProvider,
  artifacts: ArtifactResolver,
): Promise<Finding[]> {
  const { id, address, contractName } = contract
  const artifact = (await artifacts.loadArtifact(contractName)) as CompiledArtifact
  const code = (await provider.request({ method: 'eth_getCode', params: [address, 'latest'] })) as string
  const expected = hashMasked(artifact.deployedBytecode, artifact)
  if (code === '0x') return [{ contract: id, kind: 'missing', what: address, expected, actual: 'no code' }]
  const actual = hashMasked(code, artifact)
  const parameters = await verifyParameters(contract, new Interface(artifact.abi), provider)
  if (actual === expected) return parameters
  return [{ contract: id, kind: 'code', what: 'hash of the code', expected, actual }, ...parameters]
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

/** Asks every view without arguments that is named like an argument of the constructor, or like a field of one. */
async function verifyParameters(
  { id, args, address }: PlannedContract,
  abi: Interface,
  provider: ChainProvider,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, value } of abi.deploy.inputs.flatMap((input, i) => flattenInput(input, args[i]))) {
    const view = `${name.replaceAll('_', '')}()`
    const fragment = abi.fragments.find(
      (candidate) => FunctionFragment.isFragment(candidate) && candidate.format() === view,
    )
    if (fragment === undefined) continue
    const data = abi.encodeFunctionData(view, [])
    const answer = await provider
      .request({ method: 'eth_call', params: [{ to: address, data }, 'latest'] })
      .then((result) => String(abi.decodeFunctionResult(view, result as string)[0]))
      .catch((error: Error) => error.message)
    if (answer.toLowerCase() === value.toLowerCase()) continue
    findings.push({ contract: id, kind: 'parameter', what: view, expected: value, actual: answer })
  }
  return findings
}

/** The plain values in an argument. Lists are left out: no view without arguments tells of them. */
function flattenInput(input: ParamType, value: unknown): { name: string; value: string }[] {
  if (input.baseType === 'array') return []
  if (!input.isTuple()) return [{ name: input.name, value: String(value) }]
  const fields = value as Readonly<Record<string, unknown>>
  return input.components.flatMap((component) => flattenInput(component, fields[component.name]))
}
