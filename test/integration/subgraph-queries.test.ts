import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { encodeBytes32String, id as hashText, solidityPacked, toBeHex, ZeroHash } from 'ethers'
import { type Chain, startChain, timeOf } from './subgraph-chain.ts'
import { folderOf, nameSubject, packWords, walletSubject } from './subgraph-fixtures.ts'
import { type Index, startIndex } from './subgraph-index.ts'

const NEVER = 2n ** 36n - 1n
const READER = NEVER | (1n << 40n)
const WRITER = NEVER | (3n << 40n)
const DOLLAR = 1_000_000n
const [KEY_1, KEY_2, ROOT, RECORD, LIST, PASS_1, PASS_2] = [
  'k1',
  'k2',
  'root',
  'record',
  'list',
  'p1',
  'p2',
].map(hashText) as [string, string, string, string, string, string, string]

let chain: Chain
let index: Index
let alice: string
let bob: string
let carol: string
let operator: string
let folder: string
const bobsName = encodeBytes32String('bob')
const bobsSubject = nameSubject(bobsName, 1)

before(async () => {
  chain = await startChain()
  index = await startIndex(chain)
  const lower = chain.accounts.map((account) => account.toLowerCase())
  ;[alice, bob, carol] = lower as [string, string, string]
  operator = lower.at(-1) as string
  folder = folderOf(alice, 7)
  await runScenario()
  await index.sync()
})

after(async () => {
  await index?.close()
  await chain?.close()
})

/** Every step must go through, or the expectations below would be about another history. */
async function must(...args: Parameters<Chain['send']>): Promise<void> {
  assert.ok(await chain.send(...args), `${args[2]} was refused`)
}

async function runScenario(): Promise<void> {
  const { names, balances, grants } = chain.contracts
  await must(alice, names, 'register', [encodeBytes32String('alice'), KEY_1, 1])
  await must(bob, names, 'register', [bobsName, KEY_1, 0])
  await must(bob, names, 'rotateKey', [bobsName, 1, KEY_2])

  await must(alice, balances, 'depositETH', [alice, 0, 15n * DOLLAR], 5n * 10n ** 15n)
  await must(alice, balances, 'depositStable', [20n * DOLLAR, alice, 2n ** 48n - 1n])
  const rows = [alice, 12n * DOLLAR, bob, 5n * DOLLAR, alice, 4n * DOLLAR]
  const packed = solidityPacked(['address', 'uint64', 'address', 'uint64', 'address', 'uint64'], rows)
  await must(operator, balances, 'charge', [0, ROOT, packed])
  await must(alice, balances, 'withdraw', [3n * DOLLAR, carol])

  const carols = walletSubject(carol)
  await must(alice, grants, 'grantBatch', [folder, READER, LIST, packWords([bobsSubject, carols])])
  await must(alice, grants, 'grant', [folder, carols, WRITER, PASS_1])
  await must(alice, grants, 'grant', [folder, carols, READER, ZeroHash])
  await must(alice, grants, 'advance', [folder, 0, 1, RECORD, 0, '0x'])
  await must(alice, grants, 'deliver', [folder, bobsSubject, PASS_2])
  await must(alice, grants, 'grantBatch', [folder, READER, ZeroHash, packWords([bobsSubject])])
  await must(alice, grants, 'revoke', [folder, carols])
  await must(alice, grants, 'grant', [folder, carols, READER, ZeroHash])
}

describe('what the SDK asks the subgraph', () => {
  test('a name by its text, with its keys', async () => {
    const { names } = await index.query(`{
      names(where: { text: "bob" }) { id owner { id } subject keyEpoch keyDigest keys(orderBy: keyEpoch) { keyEpoch keyDigest } }
    }`)
    const keys = [
      { keyEpoch: 1, keyDigest: KEY_1 },
      { keyEpoch: 2, keyDigest: KEY_2 },
    ]
    const expected = {
      id: bobsName,
      owner: { id: bob },
      subject: bobsSubject,
      keyEpoch: 2,
      keyDigest: KEY_2,
      keys,
    }
    assert.deepEqual(names, [expected])
  })

  test('the grants of a subject, with the owner of each folder', async () => {
    const { grants } = await index.query(`{
      grants(where: { subject: "${bobsSubject}", active: true }) {
        folder { id owner { primaryName { text } } } kind name { text } nameGeneration account { id }
        role expiresAt pass passEpoch passIndex
      }
    }`)
    assert.deepEqual(grants, [
      {
        folder: { id: folder, owner: { primaryName: { text: 'alice' } } },
        kind: 'NAME',
        name: { text: 'bob' },
        nameGeneration: 1,
        account: null,
        role: 1,
        expiresAt: String(NEVER),
        pass: PASS_2,
        passEpoch: 1,
        passIndex: null,
      },
    ])
  })

  test('the folders of an owner', async () => {
    const { folders } = await index.query(`{
      folders(where: { owner: "${alice}" }) { id keyEpoch narrowed stale record epochs { number record by { id } } }
    }`)
    const epochs = [{ number: 1, record: RECORD, by: { id: alice } }]
    assert.deepEqual(folders, [{ id: folder, keyEpoch: 1, narrowed: 2, stale: true, record: RECORD, epochs }])
  })

  test('the members of a folder', async () => {
    const { folder: answer } = await index.query(`{
      folder(id: "${folder}") { grants(where: { active: true }) { kind subject account { id } role pass } }
    }`)
    assert.deepEqual(answer, {
      grants: [
        { kind: 'WALLET', subject: walletSubject(carol), account: { id: carol }, role: 1, pass: null },
        { kind: 'NAME', subject: bobsSubject, account: null, role: 1, pass: PASS_2 },
      ],
    })
  })

  test('the passes of a subject, newest first', async () => {
    const { deliveries } = await index.query(`{
      deliveries(where: { folder: "${folder}", subject: "${bobsSubject}" }, orderBy: id, orderDirection: desc) {
        keyEpoch pass index by { id }
      }
    }`)
    assert.deepEqual(deliveries, [
      { keyEpoch: 1, pass: PASS_2, index: null, by: { id: alice } },
      { keyEpoch: 0, pass: LIST, index: 0, by: { id: alice } },
    ])
  })

  test('the statement of an account', async () => {
    const { account } = await index.query(`{
      account(id: "${alice}") {
        credit principal cap credited withdrawn charged
        credits { usd withdrawable asset { withdrawable } payer { id } }
        charges { row usd applied fromCredit fromPrincipal batch { number receiptsRoot rows skipped usd fromPrincipal } }
        withdrawals { usd to }
        days { credited withdrawn charged charges skipped principal credit }
      }
    }`)
    const batch = {
      number: 0,
      receiptsRoot: ROOT,
      rows: 3,
      skipped: 2,
      usd: '12000000',
      fromPrincipal: '2000000',
    }
    const day = { credited: '30000000', withdrawn: '3000000', charged: '12000000', charges: 1, skipped: 1 }
    assert.deepEqual(account, {
      credit: '0',
      principal: '15000000',
      cap: '15000000',
      credited: '30000000',
      withdrawn: '3000000',
      charged: '12000000',
      credits: [
        { usd: '10000000', withdrawable: false, asset: { withdrawable: false }, payer: { id: alice } },
        { usd: '20000000', withdrawable: true, asset: { withdrawable: true }, payer: { id: alice } },
      ],
      charges: [
        { row: 0, usd: '12000000', applied: true, fromCredit: '10000000', fromPrincipal: '2000000', batch },
        { row: 2, usd: '4000000', applied: false, fromCredit: '0', fromPrincipal: '0', batch },
      ],
      withdrawals: [{ usd: '3000000', to: carol }],
      days: [{ ...day, principal: '15000000', credit: '0' }],
    })
  })
})

describe('what a dashboard asks the subgraph', () => {
  test('the history of a grant; one that changes nothing but its time leaves no row', async () => {
    const { grantChanges } = await index.query(`{
      grantChanges(where: { folder: "${folder}" }) { subject act role keyEpoch by { id } }
    }`)
    const carols = walletSubject(carol)
    const step = (subject: string, act: string, role: number, keyEpoch: number) => ({
      subject,
      act,
      role,
      keyEpoch,
      by: { id: alice },
    })
    assert.deepEqual(grantChanges, [
      step(bobsSubject, 'GRANTED', 1, 0),
      step(carols, 'GRANTED', 1, 0),
      step(carols, 'CHANGED', 3, 0),
      step(carols, 'LOWERED', 1, 0),
      step(bobsSubject, 'DELIVERED', 1, 1),
      step(carols, 'REVOKED', 1, 1),
      step(carols, 'GRANTED', 1, 1),
    ])
  })

  test('a day in all', async () => {
    const day = Math.floor((await timeOf(chain)) / 86_400)
    const { protocolDay } = await index.query(`{
      protocolDay(id: "${toBeHex(day, 4)}") {
        day
        credited withdrawn charged deposits withdrawals charges skipped names folders grants revocations advances
        principal credit
      }
    }`)
    const money = {
      credited: '30000000',
      withdrawn: '3000000',
      charged: '12000000',
      principal: '15000000',
      credit: '0',
    }
    const counts = { deposits: 2, withdrawals: 1, charges: 1, skipped: 2, names: 2, folders: 1 }
    assert.deepEqual(protocolDay, { day, ...money, ...counts, grants: 3, revocations: 1, advances: 1 })
  })

  test('rows page by id in the order of the chain', async () => {
    const { grantChanges } = await index.query(`{ grantChanges(first: 3) { id } }`)
    const { grantChanges: rest } = await index.query(`{
      grantChanges(first: 100, where: { id_gt: "${grantChanges?.at(-1)?.id}" }) { act }
    }`)
    assert.deepEqual(
      rest?.map(({ act }) => act),
      ['LOWERED', 'DELIVERED', 'REVOKED', 'GRANTED'],
    )
  })

  test('the books as they were at an earlier block', async () => {
    const { credits } = await index.query('{ credits { block } }')
    const [first] = credits as [{ block: string }]
    const { ledgers } = await index.query(`{
      ledgers(block: { number: ${first.block} }) { principal credit credited withdrawn charged }
    }`)
    const then = { principal: '0', credit: '10000000', credited: '10000000', withdrawn: '0', charged: '0' }
    assert.deepEqual(ledgers, [then])
  })
})
