import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { concat, ZeroHash } from 'ethers'
import { type Chain, startChain, timeOf } from './subgraph-chain.ts'
import { fixturesOf, folderOf, walletSubject } from './subgraph-fixtures.ts'
import { type Index, startIndex } from './subgraph-index.ts'
import { audienceOf } from './subgraph-operations-folders.ts'
import { runScenario } from './subgraph-scenario.ts'

const READER = (2n ** 36n - 1n) | (1n << 40n)
const RECORD = `0x${'22'.repeat(32)}`
const ROOT = `0x${'33'.repeat(32)}`
const LIST = `0x${'44'.repeat(32)}`

let chain: Chain
let index: Index
let alice: string
let bob: string
let carol: string
let name: string
let folder: string
let audience: string

before(async () => {
  chain = await startChain()
  index = await startIndex(chain)
  ;[alice, bob, carol] = fixturesOf(chain).senders as [string, string, string]
  ;[name] = fixturesOf(chain).names as [string]
  folder = folderOf(alice, 9)
  audience = audienceOf(alice, 1)
  await runScenario(chain)
  await voidOffer()
  await changeFolder()
  await index.sync()
})

after(async () => {
  await index?.close()
  await chain?.close()
})

/** A new key ends an offer as much as an acceptance does. */
async function voidOffer(): Promise<void> {
  const [, other] = fixturesOf(chain).names as [string, string]
  const as = async (call: string, ...args: unknown[]) =>
    assert.ok(await chain.send(alice, chain.contracts.names, call, [other, ...args]), `${call} was refused`)
  await as('register', ZeroHash, 0)
  await as('offer', bob, 1, (await timeOf(chain)) + 90_000)
  await as('rotateKey', 1, ROOT)
}

async function changeFolder(): Promise<void> {
  const as = async (by: string, call: string, ...args: unknown[]) =>
    assert.ok(await chain.send(by, chain.contracts.grants, call, [folder, ...args]), `${call} was refused`)
  const later = (await timeOf(chain)) + 90_000
  await as(alice, 'grant', walletSubject(bob), READER, ZeroHash)
  await as(alice, 'setBlocked', true, concat([bob, carol]))
  await as(alice, 'setBlocked', false, bob)
  await as(alice, 'setAudience', audience, ZeroHash, ROOT, LIST)
  await as(alice, 'revokeLeaves', audience, ROOT, '0x00000007ffffffff')
  await as(alice, 'revokeLeaves', audience, ROOT, '0x00000007')
  await as(alice, 'advance', 0, 3, RECORD, 0, '0x')
  await as(alice, 'schedule', 1, RECORD, later, 0)
  await as(alice, 'schedule', 1, ZeroHash, 0, 0)
  await as(alice, 'setAudience', audience, ROOT, ZeroHash, ZeroHash)
  await as(alice, 'revokeAll')
  await as(alice, 'offerFolder', carol, later)
  await as(alice, 'offerFolder', bob, later)
  await as(bob, 'acceptFolder', 1, 5, ZeroHash, 0, '0x')
}

describe('what the subgraph remembers of a name', () => {
  test('its owners, and how each got it', async () => {
    const { nameOwnerChanges } = await index.query(`{
      nameOwnerChanges(where: { name: "${name}" }) { act from { id } to { id } generation keyEpoch }
    }`)
    assert.deepEqual(nameOwnerChanges, [
      { act: 'REGISTERED', from: null, to: { id: alice }, generation: 1, keyEpoch: 1 },
      { act: 'RECOVERED', from: { id: alice }, to: { id: carol }, generation: 1, keyEpoch: 2 },
      { act: 'MOVED', from: { id: carol }, to: { id: alice }, generation: 1, keyEpoch: 3 },
    ])
  })

  test('each step of its recoveries, and nothing pending after them', async () => {
    const { recoverySteps, nameRecoveries } = await index.query(`{
      recoverySteps(where: { name: "${name}" }) { act by { id } newOwner { id } }
      nameRecoveries { id }
    }`)
    const started = (newOwner: string) => ({ act: 'STARTED', by: { id: bob }, newOwner: { id: newOwner } })
    const step = (act: string, by: string | null) => ({ act, by: by && { id: by }, newOwner: null })
    assert.deepEqual(recoverySteps, [
      step('AGENT_SET', bob),
      started(carol),
      step('CANCELLED', alice),
      started(carol),
      { act: 'FINISHED', by: null, newOwner: { id: carol } },
      step('REMOVAL_STARTED', carol),
      step('AGENT_REMOVED', null),
      step('AGENT_SET', bob),
      started(alice),
      step('CANCELLED', bob),
      step('AGENT_REMOVED', null),
    ])
    assert.deepEqual(nameRecoveries, [])
  })

  test('each offer, and none that can not be accepted any more', async () => {
    const { nameOfferChanges, nameOffers } = await index.query(`{
      nameOfferChanges(where: { name: "${name}" }) { by { id } to { id } kind }
      nameOffers { id }
    }`)
    assert.deepEqual(nameOfferChanges, [
      { by: { id: carol }, to: { id: bob }, kind: 'PERSON' },
      { by: { id: carol }, to: { id: alice }, kind: 'WALLET' },
    ])
    assert.deepEqual(nameOffers, [])
  })
})

describe('what the subgraph remembers of money', () => {
  test('a purchase with its two parts', async () => {
    const { purchases } = await index.query('{ purchases { account { id } usd fromCredit fromPrincipal } }')
    assert.deepEqual(purchases, [
      { account: { id: alice }, usd: '2000900000', fromCredit: '2000000000', fromPrincipal: '900000' },
    ])
  })

  test('when deposits were closed, and what became of each announcement', async () => {
    const { pauseChanges, announcements } = await index.query(`{
      pauseChanges { incomingPaused }
      announcements { status steps(orderBy: id) { status } }
    }`)
    assert.deepEqual(pauseChanges, [{ incomingPaused: true }, { incomingPaused: false }])
    assert.equal(announcements?.length, 4)
    const histories = announcements?.map(({ status, steps }) =>
      [...(steps as { status: string }[]).map((step) => step.status), status].join(' '),
    )
    const twice = 'PENDING APPLIED PENDING APPLIED APPLIED'
    const again = `PENDING ${twice}`
    assert.deepEqual(histories?.sort(), [`PENDING CANCELLED ${twice}`, again, again, again])
  })

  test('who got which role', async () => {
    const { roleChanges } = await index.query(`{
      roleChanges(where: { role_in: [CARD_ISSUER, TREASURER], block_gt: ${chain.deployment.deployBlock + 10} }) {
        contract role account issueCents
      }
    }`)
    const issuer = (account: string | null, issueCents: string) => ({
      contract: 'BALANCES',
      role: 'CARD_ISSUER',
      account,
      issueCents,
    })
    const treasurer = { contract: 'BALANCES', role: 'TREASURER', account: bob, issueCents: null }
    assert.deepEqual(roleChanges, [
      issuer(alice, '5000'),
      treasurer,
      issuer(alice, '4000'),
      issuer(null, '0'),
      issuer(alice, '5000'),
      treasurer,
    ])
  })
})

describe('what the subgraph remembers of a folder', () => {
  test('its owners and the end of its grants', async () => {
    const { folderChanges, folder: now } = await index.query(`{
      folderChanges(where: { folder: "${folder}" }) { act by { id } other { id } generation keyEpoch }
      folder(id: "${folder}") { owner { id } record offer { id } moved stale }
    }`)
    const step = (act: string, by: string, other: string | null, generation: number, keyEpoch: number) => ({
      act,
      by: { id: by },
      other: other && { id: other },
      generation,
      keyEpoch,
    })
    assert.deepEqual(folderChanges, [
      step('ALL_REVOKED', alice, null, 1, 1),
      step('OFFERED', alice, carol, 1, 1),
      step('OFFERED', alice, bob, 1, 1),
      step('MOVED', bob, alice, 2, 2),
    ])
    assert.deepEqual(now, { owner: { id: bob }, record: null, offer: null, moved: true, stale: true })
  })

  test('who was blocked and is, and that a block ends the grant', async () => {
    const { blockChanges, blockedWallets, grantChanges } = await index.query(`{
      blockChanges(where: { folder: "${folder}" }) { wallet { id } blocked }
      blockedWallets(where: { folder: "${folder}" }) { wallet { id } by { id } }
      grantChanges(where: { folder: "${folder}" }) { act }
    }`)
    assert.deepEqual(blockChanges, [
      { wallet: { id: bob }, blocked: true },
      { wallet: { id: carol }, blocked: true },
      { wallet: { id: bob }, blocked: false },
    ])
    assert.deepEqual(blockedWallets, [{ wallet: { id: carol }, by: { id: alice } }])
    assert.deepEqual(grantChanges, [{ act: 'GRANTED' }, { act: 'BLOCKED' }])
  })

  test('its audiences with the leaves that were struck out, each once', async () => {
    const { audiences } = await index.query(`{
      audiences(where: { folder: "${folder}" }) {
        audienceId setter { id } root manifest changes(orderBy: id) { root } struckLeaves(orderBy: index) { index root }
      }
    }`)
    assert.deepEqual(audiences, [
      {
        audienceId: audience,
        setter: { id: alice },
        root: null,
        manifest: null,
        changes: [{ root: ROOT }, { root: null }],
        struckLeaves: [
          { index: '7', root: ROOT },
          { index: '4294967295', root: ROOT },
        ],
      },
    ])
  })

  test('its schedules', async () => {
    const { scheduleChanges, schedules } = await index.query(`{
      scheduleChanges(where: { folder: "${folder}" }) { record nextFor }
      schedules { id }
    }`)
    assert.deepEqual(scheduleChanges, [
      { record: RECORD, nextFor: 3 },
      { record: null, nextFor: 3 },
    ])
    assert.deepEqual(schedules, [])
  })
})
