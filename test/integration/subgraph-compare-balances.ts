import assert from 'node:assert/strict'
import { keccak256, ZeroAddress } from 'ethers'
import { type Chain, ETH, timeOf } from './subgraph-chain.ts'
import { fixturesOf } from './subgraph-fixtures.ts'
import { ALL, lower, mapToText, orNull, pick, type Query, type Row } from './subgraph-rows.ts'

const DAY_FIELDS = 'credited card withdrawn charged purchased credit principal'
const SECONDS_PER_DAY = 86_400
const SECONDS_PER_PERIOD = 2_592_000

/** Accounts, operators, assets, the card issuer, announcements and the books. */
export async function compareBalances(chain: Chain, query: Query): Promise<void> {
  const { accounts, operators, ledgers } = await query(`{
    accounts(${ALL}) { id credit principal cap spent period credited card cardSeq withdrawn charged purchased }
    operators(${ALL}) { id enabled dailyCeiling nextBatch day chargedToday }
    ledgers(${ALL}) { principal credit claimableStable credited card withdrawn charged purchased }
  }`)
  const contract = chain.contracts.balances
  const time = await timeOf(chain)
  const sums = {
    principal: 0n,
    credit: 0n,
    credited: 0n,
    card: 0n,
    withdrawn: 0n,
    charged: 0n,
    purchased: 0n,
  }
  for (const account of fixturesOf(chain).accounts) {
    const [credit, principal, cap, spent, cardSeq] = await chain.read(contract, 'accountOf', [account])
    const row = pick(accounts, ({ id }) => id === lower(account))
    if (row === undefined) {
      assert.deepEqual([credit, principal, cap, spent, cardSeq], [0n, 0n, 0n, 0n, 0n], `account ${account}`)
      continue
    }
    const running = row.period === Math.floor(time / SECONDS_PER_PERIOD) ? row.spent : '0'
    assert.deepEqual(
      [row.credit, row.principal, row.cap, running, String(row.cardSeq)],
      [credit, principal, cap, spent, cardSeq].map(String),
      `account ${account}`,
    )
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += BigInt(row[key] as string)
  }
  assert.equal(
    sums.credit + sums.principal,
    sums.credited + sums.card - sums.withdrawn - sums.charged - sums.purchased,
    'every dollar is accounted for',
  )

  const [principal, claimableStable] = await chain.read(contract, 'totals', [])
  const expected = { ...mapToText(sums), claimableStable: String(claimableStable) }
  assert.deepEqual(ledgers, [{ ...expected, principal: String(principal) }], 'ledger')

  for (const id of fixturesOf(chain).operators) {
    const [batch, chargedToday, dailyCeiling, enabled] = await chain.read(contract, 'operatorOf', [id])
    const row = pick(operators, (operator) => operator.id === id)
    const today = row?.day === Math.floor(time / SECONDS_PER_DAY) ? row.chargedToday : '0'
    assert.deepEqual(
      [row?.nextBatch ?? 0, today, row?.dailyCeiling ?? '0', row?.enabled ?? false],
      [Number(batch), String(chargedToday), String(dailyCeiling), enabled],
      `operator ${id}`,
    )
  }
  await compareAssets(chain, query)
  await compareSettings(chain, query)
  await compareIssuer(chain, query)
}

async function compareAssets(chain: Chain, query: Query): Promise<void> {
  const { assets } = await query(`{
    assets(${ALL}) {
      id withdrawable enabled feed heartbeat tokenDecimals feedDecimals minPrice maxPrice deposited swept
    }
    ledgers(${ALL}) { claimableStable }
  }`)
  const contract = chain.contracts.balances
  const stable = lower(chain.deployment.coin)
  for (const asset of [ETH, chain.token.target as string]) {
    const [feed, heartbeat, tokenDecimals, feedDecimals, min, max, enabled] = await chain.read(
      contract,
      'assetOf',
      [asset],
    )
    const row = pick(assets, ({ id }) => id === lower(asset))
    const seen = row && [
      row.feed ?? lower(ZeroAddress),
      row.heartbeat,
      row.tokenDecimals ?? 0,
      row.feedDecimals ?? 0,
      row.minPrice ?? '0',
      row.maxPrice ?? '0',
      row.enabled,
    ]
    assert.deepEqual(
      seen ?? [lower(ZeroAddress), 0, 0, 0, '0', '0', false],
      [
        lower(feed),
        Number(heartbeat),
        Number(tokenDecimals),
        Number(feedDecimals),
        String(min),
        String(max),
        enabled,
      ],
      `asset ${asset}`,
    )
    const [claimable] = await chain.read(contract, 'claimableOf', [asset])
    const left = row ? BigInt(row.deposited as string) - BigInt(row.swept as string) : 0n
    assert.equal(left, claimable, `what can be swept of ${asset}`)
  }
  for (const row of assets ?? []) assert.equal(row.withdrawable, row.id === stable, `asset ${row.id}`)
}

async function compareSettings(chain: Chain, query: Query): Promise<void> {
  const { balancesSettings_collection: rows, announcements } = await query(`{
    balancesSettings_collection(${ALL}) {
      stable { id } sequencerFeed permit2 owner pendingOwner treasurer incomingPaused
    }
    announcements(${ALL}) { id call status due }
  }`)
  const contract = chain.contracts.balances
  const view = async (name: string) => (await chain.read(contract, name, []))[0]
  const [, , incomingPaused] = await chain.read(contract, 'totals', [])
  assert.deepEqual(rows, [
    {
      stable: { id: lower(await view('stable')) },
      sequencerFeed: orNull(await view('sequencerFeed')),
      permit2: orNull(await view('permit2')),
      owner: orNull(await view('owner')),
      pendingOwner: orNull(await view('pendingOwner')),
      treasurer: orNull(await view('treasurer')),
      incomingPaused,
    },
  ])
  for (const { id, call, status, due } of announcements ?? []) {
    assert.equal(id, keccak256(call as string))
    const [dueAt] = await chain.read(contract, 'dueAt', [id])
    assert.equal(status === 'PENDING' ? due : '0', String(dueAt), `announcement ${id}`)
  }
}

async function compareIssuer(chain: Chain, query: Query): Promise<void> {
  const { cardIssuers } = await query(`{
    cardIssuers(${ALL}) { issuer issueCents reverseCents day issueLeft reverseLeft }
  }`)
  const [row] = cardIssuers as [Row]
  const today = row.day === Math.floor((await timeOf(chain)) / SECONDS_PER_DAY)
  const left = (ceiling: unknown, then: unknown) => BigInt((today ? then : ceiling) as string)
  const [issuer, ...rest] = await chain.read(chain.contracts.balances, 'cardIssuer', [])
  assert.deepEqual(
    [
      row.issuer,
      BigInt(row.issueCents as string),
      BigInt(row.reverseCents as string),
      left(row.issueCents, row.issueLeft),
      left(row.reverseCents, row.reverseLeft),
    ],
    [orNull(issuer), ...rest],
    'card issuer',
  )
}

/** Days have no view; they must add up to the accounts and the ledger, and the last one must end like them. */
export async function compareDays(query: Query): Promise<void> {
  const { accounts, ledgers, protocolDays } = await query(`{
    accounts(${ALL}) { id credited card withdrawn charged purchased credit principal days(${ALL}) { id ${DAY_FIELDS} } }
    ledgers(${ALL}) { credited card withdrawn charged purchased credit principal }
    protocolDays(${ALL}) { id ${DAY_FIELDS} }
  }`)
  const check = (days: Row[], whole: Row, what: string): void => {
    for (const key of ['credited', 'card', 'withdrawn', 'charged', 'purchased']) {
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
