import { AbiCoder, type Interface, type ParamType, type Result } from 'ethers'
import type { Finding } from './finding.ts'
import { callView, type LiveContract } from './live-contract.ts'
import { verifyLists } from './verify-lists.ts'

/** Views that answer an argument, or a field of one, under another name. */
const viewOf: Readonly<Record<string, string>> = {
  policy: 'currentPolicy',
  issuer: 'cardIssuer',
  issueCents: 'cardIssuer',
  reverseCents: 'cardIssuer',
}

/**
 * Compares what a contract shows of its settings with the arguments of its constructor: single values by the views named
 * like them, or in `viewOf`; lists by events.
 */
export async function verifySettings(contract: LiveContract, args: readonly unknown[]): Promise<Finding[]> {
  const { inputs } = contract.abi.deploy
  const decoded = normaliseArguments(contract.abi, args)
  const values = inputs.flatMap((input, i) => flattenInput(input, decoded[i]))
  const findings = await Promise.all(values.map((value) => verifyValue(contract, value)))
  const settings = inputs.findIndex(({ name }) => name === 'settings')
  return [...findings.flat(), ...(settings < 0 ? [] : await verifyLists(contract, decoded[settings]))]
}

/** Arguments as the ABI gives them back: addresses with checksums, all integers alike. */
function normaliseArguments(abi: Interface, args: readonly unknown[]): Result {
  const coder = AbiCoder.defaultAbiCoder()
  return coder.decode(abi.deploy.inputs, coder.encode(abi.deploy.inputs, args))
}

type Value = { readonly name: string; readonly expected: string }

/** The plain values in an argument, and its lists of such. No view without arguments tells of lists of terms. */
function flattenInput(input: ParamType, value: unknown): Value[] {
  if (input.arrayChildren?.isTuple()) return []
  // Arguments end with an underscore where a view has their name.
  if (!input.isTuple()) return [{ name: input.name.replace(/_$/, ''), expected: String(value) }]
  return input.components.flatMap((component, i) => flattenInput(component, (value as Result)[i]))
}

async function verifyValue(contract: LiveContract, { name, expected }: Value): Promise<Finding[]> {
  const view = viewOf[name] ?? name
  const fragment = contract.abi.getFunction(`${view}()`)
  if (fragment === null) return []
  const field = Math.max(
    fragment.outputs.findIndex((output) => output.name === name),
    0,
  )
  const actual = await callView(contract, view).then(
    (answer) => String(answer[field]),
    (error: Error) => error.message,
  )
  if (actual === expected) return []
  const what = view === name ? `${view}()` : `${view}().${name}`
  return [{ contract: contract.id, kind: 'parameter', what, expected, actual }]
}
