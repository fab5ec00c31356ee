import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import { readStatement } from './read-statement.ts'
import { idOf, MockIndex, type Question } from './test-support.ts'

const account = '0x52908400098527886E0F7030069857D2E4169EE7'
const operator = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'

type Rows = { account: object | null; credits: object[]; withdrawals: object[]; charges: object[] }

const line = (at: number, usd: number) => ({
  id: idOf(at, 36),
  usd: String(usd),
  timestamp: at,
  tx: idOf(at, 32),
})
const charge = (at: number, usd: number, applied = true) => ({
  ...line(at, usd),
  applied,
  row: at,
  operator: { id: operator.toLowerCase() },
  batch: { number: 2, receiptsRoot: idOf(5, 32) },
})

const books: Rows = {
  account: { credit: '60', principal: '20' },
  credits: [line(1, 100), line(3, 20)],
  withdrawals: [line(4, 30)],
  charges: [charge(2, 10), charge(5, 99, false)],
}

describe('readStatement', () => {
  const index = new MockIndex()
  const answerFrom =
    (rows: Rows) =>
    ({ query, variables }: Question) => {
      const list = (['credits', 'withdrawals', 'charges'] as const).find((name) => query.includes(`${name}(`))
      if (list === undefined) return { data: { account: rows.account } }
      const left = rows[list].filter((row) => (row as { id: string }).id > String(variables['after']))
      return { data: { [list]: left.slice(0, 1000) } }
    }

  it('puts the lines in order, and adds up what was really taken', async () => {
    index.answer = answerFrom(books)
    const { lines, ...sums } = await readStatement(index.client, account)
    assert.deepEqual(sums, { creditMicroUsd: 60n, principalMicroUsd: 20n, reconciles: true })
    assert.deepEqual(
      lines.map(({ kind, microUsd, skipped }) => [kind, microUsd, skipped]),
      [
        ['deposit', 100n, false],
        ['charge', -10n, false],
        ['deposit', 20n, false],
        ['withdrawal', -30n, false],
        ['charge', -99n, true],
      ],
    )
    assert.deepEqual(lines[1]?.charge, { operator, batch: 2, row: 2, receiptsRoot: idOf(5, 32) })
    assert.equal(lines[0]?.transactionHash, idOf(1, 32))
    assert.ok(
      index.questions.every(
        ({ variables }) => (variables['id'] ?? variables['account']) === account.toLowerCase(),
      ),
    )
  })

  it('says when the lines do not add up', async () => {
    index.answer = answerFrom({ ...books, withdrawals: [] })
    assert.equal((await readStatement(index.client, account)).reconciles, false)
  })

  it('knows an account without any line, and more lines than a page holds', async () => {
    index.answer = answerFrom({ account: null, credits: [], withdrawals: [], charges: [] })
    assert.deepEqual(await readStatement(index.client, account), {
      lines: [],
      creditMicroUsd: 0n,
      principalMicroUsd: 0n,
      reconciles: true,
    })
    const credits = Array.from({ length: 1001 }, (_, at) => line(at + 1, 1))
    index.answer = answerFrom({
      account: { credit: 1001, principal: 0 },
      credits,
      withdrawals: [],
      charges: [],
    })
    const { lines, reconciles } = await readStatement(index.client, account)
    assert.deepEqual([lines.length, reconciles], [1001, true])
  })

  it('refuses rows of another shape, and pages that repeat', async () => {
    const bad = [
      { ...charge(2, 10), operator: {} },
      { ...charge(2, 10), batch: null },
      { ...charge(2, 10), tx: '0x12' },
      { ...charge(2, 10), usd: 'ten' },
      { ...charge(2, 10), row: undefined },
      { ...charge(2, 10), id: 'x' },
    ]
    for (const row of bad) {
      index.answer = answerFrom({ ...books, charges: [row] })
      await assert.rejects(readStatement(index.client, account), (error) =>
        SpaceError.is(error, 'INDEX_ANSWER_INVALID'),
      )
    }
    const page = Array.from({ length: 1000 }, (_, at) => line(at + 1, 1))
    index.answer = ({ query }) => ({
      data: query.includes('credits(') ? { credits: page } : { withdrawals: [], charges: [], account: null },
    })
    await assert.rejects(readStatement(index.client, account), (error) =>
      SpaceError.is(error, 'INDEX_ANSWER_INVALID'),
    )
  })
})
