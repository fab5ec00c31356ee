import assert from 'node:assert/strict'
import { toBeHex } from 'ethers'
import { castOf } from './subgraph-cast.ts'
import { type Chain, timeOf } from './subgraph-chain.ts'

/** A row of an answer. */
export type Row = Record<string, unknown>
/** Asks the index; answers `data`. */
export type Query = (graphql: string) => Promise<Record<string, Row[]>>

const ALL = 'first: 1000'
const DAY_FIELDS = 'credited withdrawn charged credit principal'
const SECONDS_PER_DAY = 86_400
const SECONDS_PER_PERIOD = 2_592_000

/** Compares what the index holds with the views of the contracts, field by field and in both directions. */
export async function compareWithViews(chain: Chain, query: Query): Promise<void> {
  await compareNames(chain, query)
  await compareBalances(chain, query)
  await compareFolders(chain, query)
  await compareGrants(chain, query)
  await compareDays(query)
}

async function compareNames(chain: Chain, query: Query): Promise<void> {
  const { names, accounts, anchors } = await query(`{
    names(${ALL}) { id text owner { id } generation keyEpoch keyDigest subject }
    accounts(${ALL}) { id primaryName { id owner { id } } }
    anchors(${ALL}) { account { id } kind version digest }
  }`)
  const contract = chain.contracts.names
  for (const id of castOf(chain).names) {
    const [owner, keyEpoch, generation, keyDigest] = await chain.read(contract, 'resolve', [id])
    const [subject] = await chain.read(contract, 'subjectOf', [id])
    const text = Buffer.from(id.slice(2), 'hex').toString().replace(/\0+$/, '')
    const expected = {
      id,
      text,
      owner: { id: lower(owner) },
      generation: Number(generation),
      keyEpoch: Number(keyEpoch),
    }
    const known = pick(names, (row) => row.id === id)
    assert.deepEqual(known, keyEpoch === 0n ? undefined : { ...expected, keyDigest, subject }, `name ${text}`)
  }
  for (const account of castOf(chain).accounts) {
    const [name] = await chain.read(contract, 'nameOf', [account])
    const row = pick(accounts, ({ id }) => id === lower(account))
    const primary = row?.primaryName as { id: string; owner: { id: string } } | null | undefined
    const verified = primary && primary.owner.id === lower(account) ? primary.id : toBeHex(0, 32)
    assert.equal(verified, name, `primary name of ${account}`)
    for (let kind = 0; kind < 8; kind++) {
      const [version, digest] = await chain.read(contract, 'anchorOf', [account, kind])
      const anchor = pick(anchors, (row) => idOf(row.account) === lower(account) && row.kind === kind)
      const expected = { account: { id: lower(account) }, kind, version: Number(version), digest }
      assert.deepEqual(anchor, version === 0n ? undefined : expected, `anchor ${kind} of ${account}`)
    }
  }
}

async function compareBalances(chain: Chain, query: Query): Promise<void> {
  const { accounts, operators, ledgers } = await query(`{
    accounts(${ALL}) { id credit principal cap spent period credited withdrawn charged }
    operators(${ALL}) { id enabled dailyCeiling nextBatch day chargedToday }
    ledgers(${ALL}) { principal credit claimableStable credited withdrawn charged }
  }`)
  const contract = chain.contracts.balances
  const time = await timeOf(chain)
  const sums = { principal: 0n, credit: 0n, credited: 0n, withdrawn: 0n, charged: 0n }
  for (const account of castOf(chain).accounts) {
    const [credit, principal, cap, spent] = await chain.read(contract, 'accountOf', [account])
    const row = pick(accounts, ({ id }) => id === lower(account))
    if (row === undefined) {
      assert.deepEqual([credit, principal, cap, spent], [0n, 0n, 0n, 0n], `account ${account}`)
      continue
    }
    const running = row.period === Math.floor(time / SECONDS_PER_PERIOD) ? row.spent : '0'
    assert.deepEqual(
      [row.credit, row.principal, row.cap, running],
      [credit, principal, cap, spent].map(String),
      `account ${account}`,
    )
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += BigInt(row[key] as string)
  }
  assert.equal(
    sums.credit + sums.principal,
    sums.credited - sums.withdrawn - sums.charged,
    'every dollar is accounted for',
  )

  const [principal, claimableStable] = await chain.read(contract, 'totals', [])
  const expected = { ...mapToText(sums), claimableStable: String(claimableStable) }
  assert.deepEqual(ledgers, [{ ...expected, principal: String(principal) }], 'ledger')

  for (const id of castOf(chain).operators) {
    const [batch, chargedToday, dailyCeiling, enabled] = await chain.read(contract, 'operatorOf', [id])
    const row = pick(operators, (operator) => operator.id === id)
    const today = row?.day === Math.floor(time / SECONDS_PER_DAY) ? row.chargedToday : '0'
    assert.deepEqual(
      [row?.nextBatch ?? 0, today, row?.dailyCeiling ?? '0', row?.enabled ?? false],
      [Number(batch), String(chargedToday), String(dailyCeiling), enabled],
      `operator ${id}`,
    )
  }
}

async function compareFolders(chain: Chain, query: Query): Promise<void> {
  const { folders } = await query(`{
    folders(${ALL}) { id owner { id } keyEpoch narrowed generation dueAt moved stale scheduled record }
  }`)
  for (const id of castOf(chain).folders) {
    const view = await chain.read(chain.contracts.grants, 'folderOf', [id])
    const [owner, keyEpoch, narrowed, generation, dueAt, flags, record] = view
    const row = pick(folders, (folder) => folder.id === id)
    if (row === undefined) {
      assert.deepEqual(
        view.slice(1).map(BigInt as (value: unknown) => bigint),
        Array(6).fill(0n),
        `folder ${id}`,
      )
      continue
    }
    assert.deepEqual(
      { ...row, record: row.record ?? toBeHex(0, 32) },
      {
        id,
        owner: { id: lower(owner) },
        keyEpoch: Number(keyEpoch),
        narrowed: Number(narrowed),
        generation: Number(generation),
        dueAt: String(dueAt),
        moved: (Number(flags) & 1) !== 0,
        stale: (Number(flags) & 2) !== 0,
        scheduled: (Number(flags) & 4) !== 0,
        record,
      },
      `folder ${id}`,
    )
  }
}

async function compareGrants(chain: Chain, query: Query): Promise<void> {
  const { grants } = await query(`{
    grants(${ALL}) {
      id folder { id } subject granter { id } role depth expiresAt issuedAt generation fromNowOn guardian active
    }
  }`)
  const { folders, wallets, others } = castOf(chain)
  for (const folder of folders) {
    for (const subject of [...wallets, ...others]) {
      const [word] = await chain.read(chain.contracts.grants, 'grantOf', [folder, subject])
      const row = pick(grants, ({ id }) => id === lower(folder + subject.slice(2)))
      const rebuilt = row?.active ? wordOf(row) : 0n
      assert.equal(rebuilt, word, `grant of ${subject} in ${folder}: ${JSON.stringify(row)}`)
    }
  }
}

/** Days have no view; they must add up to the accounts and the ledger, and the last one must end like them. */
async function compareDays(query: Query): Promise<void> {
  const { accounts, ledgers, protocolDays } = await query(`{
    accounts(${ALL}) { id credited withdrawn charged credit principal days(${ALL}) { id ${DAY_FIELDS} } }
    ledgers(${ALL}) { credited withdrawn charged credit principal }
    protocolDays(${ALL}) { id ${DAY_FIELDS} }
  }`)
  const check = (days: Row[], whole: Row, what: string): void => {
    for (const key of ['credited', 'withdrawn', 'charged']) {
      const sum = days.reduce((total, day) => total + BigInt(day[key] as string), 0n)
      assert.equal(String(sum), whole[key], `${key} of all days of ${what}`)
    }
    const last = days.at(-1)
    assert.deepEqual(
      [last?.credit ?? '0', last?.principal ?? '0'],
      [whole.credit, whole.principal],
      `last day of ${what}`,
    )
  }
  for (const account of accounts ?? []) check(account.days as Row[], account, `account ${account.id}`)
  check(protocolDays ?? [], ledgers?.[0] ?? {}, 'the ledger')
}

/** The grant word, LSB first: granter 160, expiry 36, issuedAt 36, generation 16, role 4, depth 2, flags 2. */
function wordOf(row: Row): bigint {
  const flags = (row.fromNowOn ? 1n : 0n) | (row.guardian ? 2n : 0n)
  return (
    BigInt(idOf(row.granter)) |
    (BigInt(row.expiresAt as string) << 160n) |
    (BigInt(row.issuedAt as string) << 196n) |
    (BigInt(row.generation as number) << 232n) |
    (BigInt(row.role as number) << 248n) |
    (BigInt(row.depth as number) << 252n) |
    (flags << 254n)
  )
}

function pick(rows: Row[] | undefined, test: (row: Row) => boolean): Row | undefined {
  return rows?.find(test)
}

function lower(address: unknown): string {
  return String(address).toLowerCase()
}

function idOf(reference: unknown): string {
  return (reference as { id: string }).id
}

function mapToText(values: Record<string, bigint>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]))
}
