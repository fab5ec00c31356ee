import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Address, type Hex, toHex } from '@space/sdk'
import {
  addressSubject,
  advanceCall,
  createFolderId,
  deliverCall,
  encodeTerms,
  type Grants,
  grantCall,
  grantsAbi,
  hasAccess,
  readFolder,
  readGrant,
  revokeCall,
} from '@space/sdk/chain'
import { Contract, concat, Interface, id, type Signer, toBeHex, ZeroHash } from 'ethers'
import { peersMissing } from '../contracts/support/peers.ts'
import { deploySafe, executeBySafe } from '../contracts/support/safe.ts'
import { planAudience } from './support/plan-audience.ts'
import { type DaoChain, startChain } from './support/start-chain.ts'
import { type Call, type Dao, startGovernor } from './support/start-governor.ts'

const DAY = 24 * 3600
/** Safe's own word for a call that reverted. */
const refused = /GS013/
const overtaken = new RegExp(id('GrantsEpoch(uint32,uint32)').slice(0, 10))
const digest = (byte: number) => toHex(new Uint8Array(32).fill(byte))

/** OpenZeppelin's Governor and TimelockController own a folder; a Safe 1.4.1 runs it for them. */
describe('a DAO that owns a folder', { timeout: 300_000 }, () => {
  if (peersMissing !== undefined) {
    test('needs a Safe', { skip: peersMissing })
    return
  }

  let dao: DaoChain
  let club: Dao
  let folder: Hex
  let operators: Signer[]
  let safe: Awaited<ReturnType<typeof deploySafe>>
  let team: Address
  let member: Address
  let expiresAt: Date

  const callAsTeam = (call: Call) => executeBySafe(safe, operators, call)
  const stateOf = async () => {
    const { epoch, narrowed, stale } = await readFolder(dao.chain, { folder })
    return { epoch, narrowed, stale }
  }
  const advanceTo = async (record: number, revoked: Hex[] = []) => {
    const { epoch, narrowed } = await stateOf()
    const next = { expectedEpoch: epoch, expectedNarrowed: narrowed, record: digest(record), revoked }
    return advanceCall(dao.chain, { folder, ...next })
  }

  before(async () => {
    dao = await startChain()
    club = await startGovernor(dao, await Promise.all([0, 1, 2].map(dao.signerAt)))
    operators = await Promise.all([3, 4].map(dao.signerAt))
    const owners = await Promise.all(operators.map((operator) => operator.getAddress()))
    safe = await deploySafe(operators[0] as Signer, owners, 2)
    team = (await safe.getAddress()) as Address
    member = (await (await dao.signerAt(5)).getAddress()) as Address
  })
  after(() => dao?.close())

  test('owns it from birth: no transaction makes it, and no other account may change it', async () => {
    folder = createFolderId(club.address)
    const { owner, epoch, record } = await readFolder(dao.chain, { folder })
    assert.deepEqual([owner, epoch, record], [club.address, 0, undefined])
    const grab = grantCall(dao.chain, {
      folder,
      subject: addressSubject(member),
      role: 'reader',
    })
    await assert.rejects(callAsTeam(grab), refused)
    assert.equal(await hasAccess(dao.chain, { folder, account: member, role: 'reader' }), false)
  })

  test('makes an operations Safe its admin for ninety days by a proposal', async () => {
    // The vote and the timelock take days, so the end is counted from a moment after them.
    expiresAt = new Date(((await dao.now()) + 90 * DAY) * 1000)
    const terms = { role: 'admin', depth: 1, expiresAt } as const
    const subject = addressSubject(team)
    await club.decide('let the team run the folder', [grantCall(dao.chain, { folder, subject, ...terms })])
    const { granter, role } = (await readGrant(dao.chain, { folder, subject })) ?? {}
    assert.deepEqual([granter, role], [club.address, 'admin'])
    assert.equal(await hasAccess(dao.chain, { folder, account: team, role: 'admin' }), true)
  })

  test('is served by the Safe, whose owners sign: first epoch, members, passes', async () => {
    await callAsTeam(await advanceTo(1))
    const subject = addressSubject(member)
    await callAsTeam(grantCall(dao.chain, { folder, subject, role: 'writer', expiresAt }))
    await callAsTeam(deliverCall(dao.chain, { folder, subject, pass: digest(9) }))
    assert.equal(await hasAccess(dao.chain, { folder, account: member, role: 'writer' }), true)
    assert.deepEqual(await stateOf(), { epoch: 1, narrowed: 0, stale: false })
  })

  test('advances and revokes by a proposal of its own', async () => {
    await club.decide('a new key without the member', [await advanceTo(2, [addressSubject(member)])])
    assert.equal(await hasAccess(dao.chain, { folder, account: member, role: 'reader' }), false)
    assert.deepEqual(await stateOf(), { epoch: 2, narrowed: 1, stale: false })
  })

  test('cannot be outrun when it revokes, though an advance that was overtaken fails', async () => {
    const subject = addressSubject(team)
    const advance = await club.prepare('advance without the team', [await advanceTo(3, [subject])])
    const revoke = await club.prepare('revoke the team', [
      revokeCall(dao.chain, { folder, subjects: [subject] }),
    ])
    await callAsTeam(await advanceTo(4))
    await assert.rejects(advance(), overtaken)
    assert.equal(await hasAccess(dao.chain, { folder, account: team, role: 'admin' }), true)
    await revoke()
    assert.equal(await hasAccess(dao.chain, { folder, account: team, role: 'reader' }), false)
    assert.deepEqual(await stateOf(), { epoch: 3, narrowed: 2, stale: true })
    await assert.rejects(callAsTeam(await advanceTo(5)), refused)
    await club.decide('heal the folder', [await advanceTo(6)])
    assert.deepEqual(await stateOf(), { epoch: 4, narrowed: 2, stale: false })
  })

  test('lends its powers only until the grant expires', async () => {
    const until = new Date(((await dao.now()) + 10 * DAY) * 1000)
    const terms = { role: 'admin', depth: 1, expiresAt: until } as const
    const subject = addressSubject(team)
    await club.decide('the team once more', [grantCall(dao.chain, { folder, subject, ...terms })])
    const reader = {
      folder,
      subject: addressSubject(member),
      role: 'reader',
      expiresAt: until,
    } as const
    await callAsTeam(grantCall(dao.chain, reader))
    assert.equal(await hasAccess(dao.chain, { folder, account: member, role: 'reader' }), true)
    await dao.wait(11 * DAY)
    assert.equal(await hasAccess(dao.chain, { folder, account: team, role: 'admin' }), false)
    assert.equal(
      await hasAccess(dao.chain, { folder, account: member, role: 'reader' }),
      false,
      'what hung on it ended with it',
    )
    await assert.rejects(callAsTeam(await advanceTo(7)), refused)
  })

  test('opens the folder to an audience by a proposal, and strikes one out by another', async () => {
    const readers = await Promise.all([6, 7, 8, 9].map(async (i) => (await dao.signerAt(i)).getAddress()))
    const terms = encodeTerms({ role: 'reader' })
    const audience = concat([club.address, toBeHex(1n, 12)])
    const listed = readers.map((reader) => ({ subject: addressSubject(reader as Address), terms }))
    const { root, proofOf } = planAudience(dao.chain, folder, audience, listed)
    const abi = new Interface(grantsAbi)
    const to = dao.chain.addresses.grants
    const grants = new Contract(to, grantsAbi, await dao.signerAt(0)) as unknown as Grants
    const callGrants = (data: string): Call => ({ to, data, valueWei: 0n })
    const lets = (account: string | undefined, index: number) =>
      grants['hasAccess(bytes32,address,uint8,bytes)'](folder, account ?? '', 1, proofOf(index))

    const set = abi.encodeFunctionData('setAudience', [folder, audience, ZeroHash, root, id('list')])
    await club.decide('let the members read', [callGrants(set)])
    for (const [i, reader] of readers.entries()) assert.equal(await lets(reader, i), true)
    assert.equal(await lets(member, 0), false, 'not by the leaf of another')

    const strike = abi.encodeFunctionData('revokeLeaves', [folder, audience, root, toBeHex(2, 4)])
    await assert.rejects(callAsTeam(callGrants(strike)), refused)
    await club.decide('without the third', [callGrants(strike)])
    assert.deepEqual(await Promise.all([0, 1, 2, 3].map((i) => lets(readers[i], i))), [
      true,
      true,
      false,
      true,
    ])
    assert.equal((await stateOf()).stale, true)
  })

  test('may itself be a Safe: its folder needs no proposal, only its owners', async () => {
    const own = createFolderId(team)
    const subject = addressSubject(member)
    await callAsTeam(grantCall(dao.chain, { folder: own, subject, role: 'reader' }))
    assert.equal(await hasAccess(dao.chain, { folder: own, account: member, role: 'reader' }), true)
    const next = { expectedEpoch: 0, expectedNarrowed: 0, record: digest(1), revoked: [subject] }
    await callAsTeam(advanceCall(dao.chain, { folder: own, ...next }))
    assert.equal(await hasAccess(dao.chain, { folder: own, account: member, role: 'reader' }), false)
    const { owner, epoch, narrowed } = await readFolder(dao.chain, { folder: own })
    assert.deepEqual([owner, epoch, narrowed], [team, 1, 1])
  })
})
