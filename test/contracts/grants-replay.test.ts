import assert from 'node:assert/strict'
import type { Grants } from '@space/sdk/chain'
import type { EventLog } from 'ethers'
import { AbiCoder, concat, id, keccak256, toBeHex, ZeroAddress, ZeroHash } from 'ethers'
import { network } from 'hardhat'
import { createRandom } from '../support/random.ts'
import { expectRefusal } from './support/expect-refusal.ts'
import { folderOf, NO_EXPIRY, packTerms, walletSubject } from './support/grants.ts'
import { ownerIn, replayGrants, wordKey } from './support/replay-grants.ts'

const OPERATIONS = 3_000
const ACCOUNTS = 6
/** Where the mappings stand. */
const SLOTS = {
  ...{
    states: 0,
    records: 1,
    grants: 2,
    owners: 3,
    schedules: 4,
    nextRecords: 5,
    roots: 6,
    struck: 7,
    offers: 11,
  },
}
const METHODS = [
  ...[
    'grant',
    'grantBatch',
    'deliver',
    'revoke',
    'setBlocked',
    'revokeAll',
    'advance',
    'schedule',
    'activate',
  ],
  ...['setAudience', 'revokeLeaves', 'offerFolder', 'acceptFolder', 'voidNonces'],
]
/** Drawn twice as often: few audiences have a setter who may and leaves to strike. */
const AUDIENCE_METHODS = ['setAudience', 'revokeLeaves']

describe('Grants: events', function () {
  this.timeout(300_000)

  it('rebuild every word of random histories but for the nonces', async () => {
    const { ethers, networkHelpers, close } = await network.create('local')
    const grants = (await ethers.deployContract('Grants', [ethers.ZeroAddress])) as unknown as Grants
    const accounts = (await ethers.getSigners()).slice(0, ACCOUNTS)
    const subjects = await Promise.all(accounts.map((account) => walletSubject(account)))
    const [first, second] = accounts
    if (!first || !second) throw new Error('The local network has no accounts')
    const folders = [await folderOf(first, 1n), await folderOf(second, 2n)]
    const roots = [ZeroHash, id('root 1'), id('root 2')]
    const { below: pick } = createRandom('grants-replay', 20_261_122)
    const one = <T>(items: readonly T[]): T => items[pick(items.length)] as T
    const some = <T>(items: readonly T[]): T[] => Array.from({ length: pick(4) + 1 }, () => one(items))
    const audienceOf = (address: string) => concat([address, toBeHex(pick(2), 12)])

    const done: Record<string, number> = Object.fromEntries(METHODS.map((method) => [method, 0]))
    for (let i = 0; i < OPERATIONS; i++) {
      const folder = one(folders)
      const now = BigInt(await networkHelpers.time.latest())
      const expiry = pick(3) === 0 ? now + BigInt(pick(50)) : NO_EXPIRY
      const terms = packTerms(BigInt(pick(5)), BigInt(pick(4)), expiry) | (pick(4) === 0 ? 1n << 46n : 0n)
      const { owner, keyEpoch, narrowed, flags } = await grants.folderOf(folder)
      const byOwner = accounts.find((account) => account.address === owner)
      const { to } = await grants.offerOf(folder)
      const offered = accounts.find((account) => account.address === to)
      const isAdvanceOwed = (flags & 2n) !== 0n && pick(3) === 0
      const isActivated = (flags & 4n) !== 0n && pick(2) === 0
      const method = isActivated
        ? 'activate'
        : isAdvanceOwed
          ? 'advance'
          : one([...METHODS, ...AUDIENCE_METHODS])
      const by =
        (method === 'acceptFolder'
          ? offered
          : pick(2) === 0 || method === 'revokeAll'
            ? byOwner
            : undefined) ?? one(accounts)
      const audience = audienceOf(pick(4) === 0 ? one(accounts).address : by.address)
      const root = await grants.audienceOf(folder, audience)
      const dueAt = now + BigInt(pick(90))
      const args: Record<string, () => unknown[]> = {
        grant: () => [folder, one(subjects), terms, id(`${i}`)],
        grantBatch: () => [folder, terms, id(`${i}`), concat(some(subjects))],
        deliver: () => [folder, one(subjects), id(`${i}`)],
        revoke: () => [folder, concat(some(subjects))],
        setBlocked: () => [folder, pick(3) === 0, concat(some(accounts.map(({ address }) => address)))],
        revokeAll: () => [folder],
        advance: () => [
          ...[folder, keyEpoch, narrowed, id(`${i}`), expiry, pick(2) === 0 ? '0x' : concat(some(subjects))],
        ],
        schedule: () =>
          pick(4) === 0
            ? [folder, keyEpoch, ZeroHash, 0, 0]
            : [folder, keyEpoch, id(`${i}`), now + BigInt(pick(5) + 1), pick(2) === 0 ? 0 : dueAt],
        activate: () => [folder],
        setAudience: () => [folder, audience, root, one(roots), id(`${i}`)],
        revokeLeaves: () => [folder, audience, root, concat(some([1, 300]).map((leaf) => toBeHex(leaf, 4)))],
        offerFolder: () => [folder, pick(4) === 0 ? ZeroAddress : one(accounts).address, dueAt],
        acceptFolder: () => [folder, keyEpoch, narrowed, pick(2) === 0 ? ZeroHash : id(`${i}`), dueAt, '0x'],
        voidNonces: () => [pick(3), pick(1000)],
      }
      // Only now and then, or no history would become long.
      if ((method === 'revokeAll' || method === 'acceptFolder') && pick(6) > 0) continue
      try {
        const response = await grants
          .connect(by)
          .getFunction(method)
          .send(...(args[method]?.() ?? []))
        await response.wait()
        done[method] = (done[method] ?? 0) + 1
      } catch (error) {
        expectRefusal(grants, error)
      }
    }
    for (const [method, times] of Object.entries(done))
      assert.ok(times >= 5, `${method} went through ${times} times`)

    const logs = (await (await ethers.getContractAt('Grants', grants)).queryFilter('*')) as EventLog[]
    const replay = await replayGrants(logs)
    const read = async (slot: number, ...keys: string[]) =>
      BigInt(await ethers.provider.getStorage(grants, keys.reduce(locate, toBeHex(slot, 32))))
    for (const folder of folders) {
      assert.equal(ownerIn(replay, folder), (await grants.folderOf(folder)).owner)
      assert.equal(await read(SLOTS.states, folder), replay.states.get(folder) ?? 0n)
      assert.equal(await read(SLOTS.records, folder), BigInt(replay.records.get(folder) ?? 0))
      assert.equal(await read(SLOTS.owners, folder), BigInt(replay.owners.get(folder) ?? 0))
      assert.equal(await read(SLOTS.schedules, folder), replay.schedules.get(folder) ?? 0n)
      assert.equal(await read(SLOTS.nextRecords, folder), BigInt(replay.nextRecords.get(folder) ?? 0))
      assert.equal(await read(SLOTS.offers, folder), replay.offers.get(folder) ?? 0n)
      for (const subject of subjects) {
        const word = replay.words.get(wordKey(folder, subject)) ?? 0n
        assert.equal(await read(SLOTS.grants, folder, subject), word)
      }
    }
    for (const [key, root] of replay.roots) assert.equal(await read(SLOTS.roots, key), BigInt(root))
    for (const [key, bits] of replay.struck) {
      const [struck, index] = key.split(' ') as [string, string]
      assert.equal(await read(SLOTS.struck, struck, toBeHex(BigInt(index), 32)), bits)
    }
    await close()
  })
})

/** Slot of a mapping's value (Solidity's storage layout). */
function locate(slot: string, key: string): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(['bytes32', 'bytes32'], [key, slot]))
}
