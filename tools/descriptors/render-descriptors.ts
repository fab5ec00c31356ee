import type { FunctionFragment } from 'ethers'
import { firstSentence } from '../natspec/parse-comment.ts'
import type { ContractDocs, Documented } from '../natspec/read-contract.ts'
import type { Message } from './find-messages.ts'
import { keyOfCall, type Leaf, leavesOfCall, leavesOfMessage } from './leaves.ts'
import { baseOf, displaysOf, enums, sentences, words } from './vocabulary.ts'

/** Where a contract is, and which coin and which Permit2 serve there. */
export type Deployment = { chainId: number; address: string; stable: string; permit2?: string }

type Field = { path: string; label: string; format: string; params?: object; visible?: unknown }
type Format = { intent: string; interpolatedIntent?: string; fields: Field[] }

const SCHEMA = 'https://eips.ethereum.org/assets/eip-7730/erc7730-v2.schema.json'
const FOLDER = 'contracts/descriptors'

/**
 * Writes the descriptors of a contract by which wallets show its calls and messages (ERC-7730, version 2): path →
 * content. What a call does comes from its NatSpec, the formats of its values from the vocabulary.
 */
export function renderDescriptors(
  docs: ContractDocs,
  messages: readonly Message[],
  deployments: readonly Deployment[],
): Map<string, string> {
  const name = docs.name.toLowerCase()
  const places = deployments.map(({ chainId, address }) => ({ chainId, address }))
  const files = new Map<string, string>()
  const add = (kind: string, context: object, formats: Record<string, Format>) => {
    if (Object.keys(formats).length === 0) return
    const metadata = { owner: 'Space', contractName: docs.name, ...constantsOf(formats, deployments) }
    const descriptor = { $schema: SCHEMA, context, metadata, display: { formats } }
    files.set(`${FOLDER}/${kind}-${name}.json`, `${JSON.stringify(descriptor, undefined, 2)}\n`)
  }

  const writes = docs.functions.filter(({ fragment }) => !fragment.constant)
  const calls = writes.map((write) => [keyOfCall(write.fragment), formatOfCall(write, docs)])
  add('calldata', { $id: docs.name, contract: { deployments: places } }, Object.fromEntries(calls))
  const own = messages.filter(({ foreign }) => !foreign)
  add(
    'eip712',
    { $id: docs.name, eip712: { domain: own[0]?.domain, deployments: places } },
    Object.fromEntries(own.map(({ type }) => [type, formatOfMessage(type, docs)])),
  )
  // Under another contract's domain only the spender says that ours is meant.
  const spenders = places.map(({ address }) => address)
  const bind = (field: Field): Field =>
    field.path === 'spender' ? { ...field, visible: { mustMatch: spenders } } : field
  for (const { type, domain } of messages.filter(({ foreign }) => foreign)) {
    const format = formatOfMessage(type, docs)
    const bound = { [type]: { ...format, fields: format.fields.map(bind) } }
    const verifiers = deployments.map(({ chainId, permit2 }) => ({ chainId, address: permit2 }))
    const eip712 = { domain, deployments: verifiers }
    add(`eip712-${domain.name.toLowerCase()}`, { $id: docs.name, eip712 }, bound)
  }
  return files
}

function formatOfCall({ fragment }: Documented<FunctionFragment>, docs: ContractDocs): Format {
  const leaves = leavesOfCall(fragment)
  const fields = fieldsOf(leaves, fragment.name)
  const sent = { path: '@.value', label: 'Sent', format: 'amount' }
  const sponsored = fragment.name.endsWith('For')
  const intent = words(baseOf(fragment.name)) + (sponsored ? ' for a signer' : '')
  return withSentence(intent, fragment.name, fragment.payable ? [sent, ...fields] : fields, docs)
}

function formatOfMessage(type: string, docs: ContractDocs): Format {
  const [name = ''] = /^\w+/.exec(type) ?? []
  return withSentence(words(name), name, fieldsOf(leavesOfMessage(type), name), docs)
}

function fieldsOf(leaves: readonly Leaf[], owner: string): Field[] {
  return leaves.flatMap((leaf) =>
    displaysOf(leaf, owner).map(({ slice, label, ...how }) => {
      const path = slice === undefined ? leaf.path : `${leaf.path}.${slice}`
      return { path, label, ...how }
    }),
  )
}

/**
 * Adds a sentence: the first of the notice without its asides, with the values in place of the parameters' names. A
 * sponsored call and a message do what the direct call says that it does.
 */
function withSentence(intent: string, name: string, fields: Field[], docs: ContractDocs): Format {
  const find = (wanted: string) => docs.functions.find(({ fragment }) => fragment.name === wanted)
  const comment = (find(baseOf(name)) ?? find(name))?.comment
  const shown = new Set(fields.filter(({ visible }) => visible === undefined).map(({ path }) => path))
  const text = firstSentence(comment?.notice || comment?.dev || '')
    .replace(/[.;:]$/, '')
    .replaceAll(/\s*\([^)]*\)/g, '')
    .replaceAll(/[{}]/g, '$&$&')
    .replaceAll(/`([^`]+)`/g, (_, quoted: string) => (shown.has(quoted) ? `{${quoted}}` : quoted))
  const interpolatedIntent = sentences[name] ?? text
  return interpolatedIntent === '' ? { intent, fields } : { intent, interpolatedIntent, fields }
}

/** The enumerations that the formats refer to, and the coin of each chain if one of them needs it. */
function constantsOf(formats: Record<string, Format>, deployments: readonly Deployment[]): object {
  const text = JSON.stringify(formats)
  const used = Object.entries(enums).filter(([name]) => text.includes(`"$.metadata.enums.${name}"`))
  const values = Object.fromEntries(deployments.map(({ chainId, stable }) => [chainId, stable]))
  return {
    ...(used.length > 0 && { enums: Object.fromEntries(used) }),
    ...(text.includes('"$.metadata.maps.stable"') && {
      maps: { stable: { $keyType: 'Chain id', values } },
    }),
  }
}
