import { getAddress } from 'ethers'
import type { Address, Hex, OperationOptions } from '../utils/index.ts'
import { asBigInt, asHex, asId, asRecord, type IndexClient, queryIndex } from './query-index.ts'
import { PAGE_SIZE, readPages } from './read-pages.ts'

/** One line of a statement, in micro-dollars; what comes in is positive, what goes out negative. */
export type StatementLine = {
  kind: 'deposit' | 'withdrawal' | 'charge'
  microUsd: bigint
  /** Unix seconds. */
  timestamp: bigint
  /** Transaction hash. */
  transactionHash: Hex
  /** A charge that was refused because of the cap or the balance: nothing was taken. */
  skipped: boolean
  /** Who charged, and the place of the row in the operator's batch. */
  charge?: { operator: Address; batch: number; row: number; receiptsRoot: Hex }
}

/** The books of one account. */
export type Statement = {
  /** Oldest first. */
  lines: StatementLine[]
  creditMicroUsd: bigint
  principalMicroUsd: bigint
  /** Whether the lines add up to credit + principal. */
  reconciles: boolean
}

const accountQuery = 'query ($id: ID!) { account(id: $id) { credit principal } }'
const common = 'id usd timestamp tx'
const lists = {
  credits: { kind: 'deposit', fields: common },
  withdrawals: { kind: 'withdrawal', fields: common },
  charges: { kind: 'charge', fields: `${common} applied row operator { id } batch { number receiptsRoot }` },
} as const

/** Reads deposits, withdrawals and charges of an account and checks that they add up. */
export async function readStatement(
  index: IndexClient,
  account: Address,
  options: OperationOptions = {},
): Promise<Statement> {
  const id = account.toLowerCase()
  const { account: totals } = await queryIndex(index, accountQuery, { id }, options)
  const found = totals === null ? undefined : asRecord(totals, 'the account')
  const creditMicroUsd = found === undefined ? 0n : asBigInt(found['credit'], 'the credit')
  const principalMicroUsd = found === undefined ? 0n : asBigInt(found['principal'], 'the principal')
  const names = Object.keys(lists) as (keyof typeof lists)[]
  const parts = await Promise.all(names.map((name) => readLines(index, id, name, options)))
  const lines = parts.flat().sort((a, b) => (a.id < b.id ? -1 : 1))
  const sum = lines.reduce((total, line) => total + (line.skipped ? 0n : line.microUsd), 0n)
  return {
    lines: lines.map(({ id: _, ...line }) => line),
    creditMicroUsd,
    principalMicroUsd,
    reconciles: sum === creditMicroUsd + principalMicroUsd,
  }
}

function readLines(
  index: IndexClient,
  account: string,
  list: keyof typeof lists,
  options: OperationOptions,
): Promise<(StatementLine & { id: string })[]> {
  const { kind, fields } = lists[list]
  const query = `query ($account: String!, $after: Bytes!) {
    ${list}(first: ${PAGE_SIZE}, where: { account: $account, id_gt: $after }) { ${fields} }
  }`
  const parse = (row: Record<string, unknown>) => {
    const item = parseLine(kind, row)
    return { id: item.id, item }
  }
  return readPages(index, { list, query, variables: { account }, parse }, options)
}

function parseLine(
  kind: StatementLine['kind'],
  row: Record<string, unknown>,
): StatementLine & { id: string } {
  const usd = asBigInt(row['usd'], 'an amount')
  const line = {
    id: asId(row['id'], 'the id of a line'),
    kind,
    microUsd: kind === 'deposit' ? usd : -usd,
    timestamp: asBigInt(row['timestamp'], 'a time'),
    transactionHash: asHex(row['tx'], 32, 'a transaction'),
    skipped: row['applied'] === false,
  }
  if (kind !== 'charge') return line
  const batch = asRecord(row['batch'], 'a batch')
  const charge = {
    operator: getAddress(asHex(asRecord(row['operator'], 'an operator')['id'], 20, 'an operator')) as Address,
    batch: Number(asBigInt(batch['number'], 'the number of a batch')),
    row: Number(asBigInt(row['row'], 'the row of a charge')),
    receiptsRoot: asHex(batch['receiptsRoot'], 32, 'the root of the receipts'),
  }
  return { ...line, charge }
}
