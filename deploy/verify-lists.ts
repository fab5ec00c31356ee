import { Interface, type Result } from 'ethers'
import type { Finding } from './finding.ts'
import { callView, type LiveContract, readEvents } from './live-contract.ts'
import { readAddress } from './read-logs.ts'

/** A list among the settings of Balances, the view that tells of an entry, and the event that told of each change. */
type List = { readonly name: string; readonly key: string; readonly view: string; readonly event: string }

const lists: readonly List[] = [
  { name: 'assets', key: 'asset', view: 'assetOf', event: 'AssetSet' },
  { name: 'operators', key: 'operator', view: 'operatorOf', event: 'OperatorSet' },
]

/** Stands for ETH in asset lists (ERC-7528). */
const ETH = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'
const ETH_DECIMALS = '18'
const decimalsAbi = new Interface(['function decimals() view returns (uint8)'])

/**
 * Compares the assets and operators that Balances has with those of its settings: each that is in the settings, field by
 * field, and each that an event tells of besides, if it is enabled: what was disabled again has no power. Rejects if
 * events may have been missed.
 */
export async function verifyLists(contract: LiveContract, settings: Result): Promise<Finding[]> {
  const [creation] = await readEvents(contract, 'Deployed')
  if (creation === undefined)
    throw new Error(`${contract.id} was created before block ${contract.fromBlock}: begin the search earlier`)
  const findings = await Promise.all(
    lists.map((list) => verifyList(contract, list, settings.toObject()[list.name] as Result)),
  )
  return findings.flat()
}

async function verifyList(contract: LiveContract, list: List, entries: Result): Promise<Finding[]> {
  // The contract too takes the last of entries with the same key.
  const expected = new Map(entries.map((entry: Result) => [String(entry.toObject()[list.key]), entry]))
  const logs = await readEvents(contract, list.event)
  const findings: Finding[] = []
  for (const key of new Set([...expected.keys(), ...logs.map((log) => readAddress(log, 1))])) {
    const entry = expected.get(key)
    findings.push(...(await verifyEntry(contract, list, key, entry)))
  }
  return findings
}

async function verifyEntry(
  contract: LiveContract,
  { key: keyField, view }: List,
  key: string,
  entry: Result | undefined,
): Promise<Finding[]> {
  const what = `${view}(${key})`
  const finding = { contract: contract.id, kind: 'parameter' } as const
  const answer = await callView(contract, view, [key]).then(readFields, (error: Error) => error)
  if (answer instanceof Error) return [{ ...finding, what, expected: 'an answer', actual: answer.message }]
  if (entry === undefined) {
    if (answer['enabled'] !== 'true') return []
    const actual = Object.entries(answer).map(([name, value]) => `${name} ${value}`)
    return [{ ...finding, what, expected: 'not listed', actual: actual.join(', ') }]
  }
  const { [keyField]: _, ...terms } = readFields(entry)
  const decimals = keyField === 'asset' ? await readDecimals(contract, key, terms['feed'] ?? '') : {}
  return Object.entries({ ...terms, ...decimals, enabled: 'true' })
    .filter(([name, value]) => answer[name] !== value)
    .map(([name, value]) => ({
      ...finding,
      what: `${what}.${name}`,
      expected: value,
      actual: answer[name] ?? '',
    }))
}

/** What token and feed say themselves; Balances keeps what they said when the asset was listed. */
async function readDecimals(
  { provider }: LiveContract,
  asset: string,
  feed: string,
): Promise<Record<string, string>> {
  const ask = (address: string) =>
    callView({ address, abi: decimalsAbi, provider }, 'decimals').then(
      String,
      (error: Error) => error.message,
    )
  return { tokenDecimals: asset === ETH ? ETH_DECIMALS : await ask(asset), feedDecimals: await ask(feed) }
}

function readFields(result: Result): Record<string, string> {
  return Object.fromEntries(Object.entries(result.toObject()).map(([name, value]) => [name, String(value)]))
}
