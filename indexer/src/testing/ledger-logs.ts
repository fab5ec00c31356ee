import { readFileSync } from 'node:fs'
import { Interface } from 'ethers'
import type { MockLog } from './mock-chain.ts'

const ABI_DIR = new URL('../../test/subgraphs/ledger/abis/', import.meta.url)

function readAbi(name: string): Interface {
  return new Interface(readFileSync(new URL(`${name}.json`, ABI_DIR), 'utf8'))
}

const ledger = readAbi('Ledger')
const tools = readAbi('Tools')

/** Address of the data source `Ledger`; `Tools` listens to all addresses. */
const LEDGER_ADDRESS = '0x1000000000000000000000000000000000000001'
const TOOLS_ADDRESS = '0x2000000000000000000000000000000000000002'

function encode(abi: Interface, address: string, event: string, values: readonly unknown[]): MockLog {
  return { address, ...abi.encodeEventLog(event, values) }
}

/** Address of a numbered account. */
export function account(number: number): string {
  return `0x${number.toString(16).padStart(40, '0')}`
}

/** A payment with splits, as `[to, kind, parts]`. */
export function paid(
  from: number,
  to: number,
  amount: bigint,
  memo = '',
  splits: readonly (readonly [to: number, kind: number, parts: readonly bigint[]])[] = [],
): MockLog {
  const encoded = splits.map(([target, kind, parts]) => [account(target), kind, parts])
  return encode(ledger, LEDGER_ADDRESS, 'Paid', [account(from), account(to), amount, memo, encoded])
}

/** Names a 32-byte id. */
export function named(id: number, name: string): MockLog {
  return encode(ledger, LEDGER_ADDRESS, 'Named', [`0x${id.toString(16).padStart(64, '0')}`, name])
}

/** Removes a name. */
export function forgotten(id: number): MockLog {
  return encode(ledger, LEDGER_ADDRESS, 'Forgotten', [`0x${id.toString(16).padStart(64, '0')}`])
}

/** Runs an operation of the mapping; its result becomes a `Result` entity. */
export function computed(operation: string, x = '', y = ''): MockLog {
  return encode(tools, TOOLS_ADDRESS, 'Computed', [operation, x, y])
}

/** Counts calls in module state. */
export function probed(): MockLog {
  return encode(tools, TOOLS_ADDRESS, 'Probed', [])
}

/** Makes the mapping fail in the given way. */
export function failing(how: string): MockLog {
  return encode(tools, TOOLS_ADDRESS, 'Failed', [how])
}

/** Stores an entity with a field of every kind, or clears two of its fields. */
export function stored(id: bigint, clear = false): MockLog {
  return encode(tools, TOOLS_ADDRESS, 'Stored', [id, clear])
}

/** Only the tags 7 and 8 have a handler. */
export function tagged(tag: number, text: string): MockLog {
  return encode(tools, TOOLS_ADDRESS, 'Tagged', [tag, text])
}

/** An event whose handler looks at the receipt. */
export function audited(who: number): MockLog {
  return encode(tools, TOOLS_ADDRESS, 'Audited', [account(who)])
}
