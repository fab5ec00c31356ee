import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataSlice, type Result, ZeroHash } from 'ethers'
import type { Chain } from './subgraph-chain.ts'
import type { Query, Row } from './subgraph-rows.ts'

const ROW_BYTES = 28

/** The rows that never change, with the fields that follow from one event alone. */
const QUERY = `{
  keyVersions(first: 1000) { name { id } keyEpoch keyDigest block tx }
  pricePoints(first: 1000) { asset { id } price roundId block tx }
  credits(first: 1000) { account { id } asset { id } payer { id } amount usd block tx }
  withdrawals(first: 1000) { account { id } to usd block tx }
  capChanges(first: 1000) { account { id } cap block tx }
  chargeBatches(first: 1000) { operator { id } number receiptsRoot rows skipped usd block tx }
  charges(first: 1000) { account { id } operator { id } row usd applied block tx }
  epoches(first: 1000) { folder { id } by { id } number narrowed record dueAt block tx }
  purchases(first: 1000) { account { id } payee { id } ref usd block tx }
  cardChanges(first: 1000) { account { id } seq delta block tx }
  sweeps(first: 1000) { asset { id } to amount block tx }
  nonceVoidings(first: 1000) { signer { id } index mask block tx }
  announcementSteps(first: 1000) { announcement { id } status block tx }
}`

/** Kinds of rows whose ids follow the chain, so that the default order is the order of events. */
const IN_ORDER = [
  'pricePoints',
  'credits',
  'withdrawals',
  'capChanges',
  'charges',
  'purchases',
  'cardChanges',
  'sweeps',
  'announcementSteps',
]

const UINT32 = 2n ** 32n - 1n
const UINT40 = 2n ** 40n - 1n

/** Compares the rows of the index that never change with the logs of the chain, decoded here once more. */
export async function compareWithLogs(chain: Chain, query: Query): Promise<void> {
  const expected = await rowsFromLogs(chain)
  for (const [kind, rows] of Object.entries(await query(QUERY))) {
    const [actual, wanted] = [rows.map(toText), (expected.get(kind) ?? []).map(toText)]
    assert.ok(actual.length < 1_000, `a history with that many ${kind} is cut off and proves nothing`)
    if (IN_ORDER.includes(kind)) assert.deepEqual(actual, wanted, kind)
    else assert.deepEqual(actual.sort(), wanted.sort(), kind)
  }
}

async function rowsFromLogs(chain: Chain): Promise<Map<string, Row[]>> {
  const rows = new Map<string, Row[]>()
  const mapped = mappedEvents()
  for (const contract of Object.values(chain.contracts)) {
    const logs = await chain.provider.getLogs({ address: await contract.getAddress(), fromBlock: 0 })
    for (const log of logs) {
      const event = contract.interface.parseLog(log)
      assert.ok(event !== null && mapped.has(event.name), `${event?.name} has no mapping`)
      for (const [kind, row] of rowsOf(event.name, event.args)) {
        const place = { block: String(log.blockNumber), tx: log.transactionHash }
        rows.set(kind, [...(rows.get(kind) ?? []), { ...row, ...place }])
      }
    }
  }
  return rows
}

/** Names of the events that the manifest has a handler for. */
function mappedEvents(): Set<string> {
  const manifest = readFileSync(join(import.meta.dirname, '../../subgraph/subgraph.template.yaml'), 'utf8')
  return new Set([...manifest.matchAll(/- event: (\w+)\(/g)].map((match) => match[1] as string))
}

function rowsOf(event: string, args: Result): [string, Row][] {
  switch (event) {
    case 'NameRegistered':
    case 'KeyRotated':
    case 'OwnerChanged':
      return [
        ['keyVersions', { name: args.name, keyEpoch: Number(args.keyEpoch), keyDigest: args.keyDigest }],
      ]
    case 'PriceRefreshed':
      return [['pricePoints', { asset: args.asset, price: args.price, roundId: args.roundId }]]
    case 'Credited': {
      const { account, asset, payer, amount, usd } = args
      return [['credits', { account, asset, payer, amount, usd }]]
    }
    case 'Withdrawn':
      return [['withdrawals', { account: args.account, to: args.to, usd: args.usd }]]
    case 'CapSet':
      return [['capChanges', { account: args.account, cap: args.cap }]]
    case 'Advanced': {
      const { folder, by, record, dueAt } = args
      return [
        [
          'epoches',
          { folder, by, number: Number(args.epoch), narrowed: Number(args.narrowed), record, dueAt },
        ],
      ]
    }
    case 'FolderMoved':
      return [['epoches', epochOfMove(args)]]
    case 'Purchased': {
      const { account, payee, ref, usd } = args
      return [['purchases', { account, payee, ref, usd }]]
    }
    case 'CardSynced':
      return [['cardChanges', { account: args.account, seq: args.seq, delta: args.delta }]]
    case 'Swept':
      return [['sweeps', { asset: args.asset, to: args.to, amount: args.amount }]]
    case 'NoncesVoided':
      return [['nonceVoidings', { signer: args[0], index: args[1], mask: args[2] }]]
    case 'Announced':
      return [['announcementSteps', { announcement: args.op, status: 'PENDING' }]]
    case 'AnnouncementApplied':
      return [['announcementSteps', { announcement: args.op, status: 'APPLIED' }]]
    case 'AnnouncementCancelled':
      return [['announcementSteps', { announcement: args.op, status: 'CANCELLED' }]]
    case 'Charged':
      return rowsOfBatch(args)
    default:
      return []
  }
}

/** The state word, LSB first: keyEpoch 32, narrowed 32, generation 16, dueAt 40. */
function epochOfMove({ folder, to, record, state }: Result): Row {
  return {
    folder,
    by: to,
    number: Number(state & UINT32),
    narrowed: Number((state >> 32n) & UINT32),
    record: record === ZeroHash ? null : record,
    dueAt: (state >> 80n) & UINT40,
  }
}

function rowsOfBatch({ operator, batch, receiptsRoot, packed, skipped }: Result): [string, Row][] {
  const count = (packed.length - 2) / 2 / ROW_BYTES
  const charges = Array.from({ length: count }, (_, row) => {
    const start = row * ROW_BYTES
    const bits = Number(dataSlice(skipped, row >> 3, (row >> 3) + 1))
    return {
      account: dataSlice(packed, start, start + 20),
      operator,
      row,
      usd: BigInt(dataSlice(packed, start + 20, start + ROW_BYTES)),
      applied: ((bits >> (row & 7)) & 1) === 0,
    }
  })
  const applied = charges.filter((charge) => charge.applied)
  const sums = {
    rows: count,
    skipped: count - applied.length,
    usd: applied.reduce((sum, { usd }) => sum + usd, 0n),
  }
  return [
    ['chargeBatches', { operator, number: Number(batch), receiptsRoot, ...sums }],
    ...charges.map((charge): [string, Row] => ['charges', charge]),
  ]
}

/** One line for a row, with references as ids and numbers as text, to compare and to sort. */
function toText(row: Row): string {
  const fields = Object.entries(row).map(([key, value]) => {
    const plain = typeof value === 'object' && value !== null ? (value as { id: string }).id : value
    return `${key}=${String(plain).toLowerCase()}`
  })
  return fields.sort().join(' ')
}
