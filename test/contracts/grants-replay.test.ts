import assert from 'node:assert/strict'
import type { EventLog } from 'ethers'
import { concat, id } from 'ethers'
import { network } from 'hardhat'
import type { Grants } from '../../sdk/src/contracts/index.ts'
import { folderOf, NO_EXPIRY, packTerms, walletSubject } from './support/grants.ts'
import { replayGrants, wordKey } from './support/replay-grants.ts'

const ACTS = 300
const PEOPLE = 6

describe('Grants: events', function () {
  this.timeout(300_000)

  it('rebuild every word of random histories', async () => {
    const { ethers, networkHelpers, close } = await network.create('local')
    const grants = (await ethers.deployContract('Grants', [ethers.ZeroAddress])) as unknown as Grants
    const people = (await ethers.getSigners()).slice(0, PEOPLE)
    const subjects = await Promise.all(people.map((person) => walletSubject(person)))
    const [first, second] = people
    if (!first || !second) throw new Error('The local network has no accounts')
    const folders = [await folderOf(first, 1n), await folderOf(second, 2n)]
    const pick = createPicker(20_261_122)
    const one = <T>(items: readonly T[]): T => items[pick(items.length)] as T
    const some = (): string[] => Array.from({ length: pick(4) + 1 }, () => one(subjects))

    const done: Record<string, number> = {}
    for (let i = 0; i < ACTS; i++) {
      const folder = one(folders)
      const now = BigInt(await networkHelpers.time.latest())
      const expiry = pick(3) === 0 ? now + BigInt(pick(50)) : NO_EXPIRY
      const terms = packTerms(BigInt(pick(5)), BigInt(pick(4)), expiry) | (pick(4) === 0 ? 1n << 46n : 0n)
      const { keyEpoch, narrowed } = await grants.folderOf(folder)
      const [method, args] = one<[string, unknown[]]>([
        ['grant', [folder, one(subjects), terms, id(`${i}`)]],
        ['grantBatch', [folder, terms, id(`${i}`), concat(some())]],
        ['revoke', [folder, concat(some())]],
        ['advance', [folder, keyEpoch, narrowed, id(`${i}`), expiry, pick(2) === 0 ? '0x' : concat(some())]],
        ['deliver', [folder, one(subjects), id(`${i}`)]],
      ])
      const by = pick(2) === 0 ? (folder === folders[0] ? first : second) : one(people)
      try {
        const response = await grants
          .connect(by)
          .getFunction(method)
          .send(...args)
        await response.wait()
        done[method] = (done[method] ?? 0) + 1
      } catch (error) {
        assert.match(String(error), /Grants[A-Z]\w+\(/)
      }
    }
    for (const method of ['grant', 'grantBatch', 'revoke', 'advance', 'deliver']) {
      assert.ok((done[method] ?? 0) >= 5, `${method} went through ${done[method] ?? 0} times`)
    }

    const logs = (await (await ethers.getContractAt('Grants', grants)).queryFilter('*')) as EventLog[]
    const { states, records, words } = await replayGrants(logs)
    for (const folder of folders) {
      const { keyEpoch, narrowed, generation, dueAt, flags, record } = await grants.folderOf(folder)
      const state = keyEpoch | (narrowed << 32n) | (generation << 64n) | (dueAt << 80n) | (flags << 120n)
      assert.equal(states.get(folder) ?? 0n, state)
      assert.equal(records.get(folder) ?? ethers.ZeroHash, record)
      for (const subject of subjects) {
        const word = await grants.grantOf(folder, subject)
        assert.equal(words.get(wordKey(folder, subject)) ?? 0n, word)
      }
    }
    await close()
  })
})

/** Whole numbers below a limit, the same in every run (mulberry32, T. Ettinger). */
function createPicker(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}
