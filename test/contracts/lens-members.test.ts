import assert from 'node:assert/strict'
import { concat, type Signer, Wallet, ZeroHash } from 'ethers'
import hre from 'hardhat'
import { deployLocal } from '../../deploy/deploy-local.ts'
import { folderOf, NO_EXPIRY, packTerms, role, walletSubject } from './support/grants.ts'
import { nameWord, send } from './support/names-balances.ts'

const ending = {
  none: 0n,
  noGrant: 1n,
  blocked: 2n,
  expired: 3n,
  generation: 4n,
  granter: 5n,
  name: 6n,
} as const
const SET_PRIMARY = 1
const HISTORIES = 12
const STEPS = 30
const MOST_SUBJECTS = 256
const MOST_GAS = 10_000_000n

describe('Lens: members', function () {
  this.timeout(300_000)

  async function start() {
    const connection = await hre.network.create('local')
    const deployment = await deployLocal(connection)
    const [owner, anna, bob, cara, dan, eve] = await connection.ethers.getSigners()
    if (!owner || !anna || !bob || !cara || !dan || !eve)
      throw new Error('The local network has too few accounts')
    const at = (name: string, address: string) => connection.ethers.getContractAt(name, address)
    const names = await at('Names', deployment.names)
    const grants = await at('Grants', deployment.grants)
    const balances = await at('Balances', deployment.balances)
    const lens = await connection.ethers.deployContract('Lens', [grants, balances])
    const give = (folder: string, by: Signer, subject: string, terms: bigint) =>
      send(grants, by, 'grant', [folder, subject, terms, ZeroHash])
    const standingsOf = async (folder: string, subjects: string[]) =>
      (await lens.getFunction('standingsOf')(folder, subjects)).map((row: bigint[]) => [...row].slice(1))
    const people = [anna, bob, cara, dan, eve]
    return { ...connection, owner, anna, bob, cara, dan, eve, people, names, grants, lens, give, standingsOf }
  }

  it('say what a grant gives now, and why it ended', async () => {
    const { owner, anna, bob, cara, dan, eve, names, grants, give, standingsOf, networkHelpers, close } =
      await start()
    const folder = await folderOf(owner, 1n)
    const soon = BigInt(await networkHelpers.time.latest()) + 1_000n
    const [a, b, c, d, e] = await Promise.all([anna, bob, cara, dan, eve].map((one) => walletSubject(one)))
    if (!a || !b || !c || !d || !e) throw new Error('Too few subjects')
    await give(folder, owner, a, packTerms(role.writer, 2n, soon))
    await give(folder, anna, b, packTerms(role.reader, 1n, soon))
    await give(folder, owner, c, packTerms(role.reader))
    await send(grants, owner, 'setBlocked', [folder, true, dan.address])
    await send(names, eve, 'register', [nameWord('eve'), ZeroHash, SET_PRIMARY])
    const named = await names.getFunction('subjectOf')(nameWord('eve'))
    await give(folder, owner, named, packTerms(role.writer))
    const subjects = [await walletSubject(owner), a, b, c, d, e, named]
    assert.deepEqual(await standingsOf(folder, subjects), [
      [role.admin, NO_EXPIRY, ending.none],
      [role.writer, soon, ending.none],
      [role.reader, soon, ending.none],
      [role.reader, NO_EXPIRY, ending.none],
      [0n, 0n, ending.blocked],
      [0n, 0n, ending.noGrant],
      [role.writer, NO_EXPIRY, ending.none],
    ])

    await send(grants, owner, 'revoke', [folder, a])
    await send(grants, owner, 'setBlocked', [folder, true, eve.address])
    assert.deepEqual(await standingsOf(folder, [a, b, named]), [
      [0n, 0n, ending.noGrant],
      [0n, 0n, ending.granter],
      [0n, 0n, ending.blocked],
    ])
    await send(grants, owner, 'setBlocked', [folder, false, eve.address])
    await send(names, eve, 'release', [nameWord('eve')])
    assert.equal(await grants.getFunction('roleOf')(folder, named), role.writer, 'the folder does not know')
    assert.deepEqual(await standingsOf(folder, [named]), [[0n, 0n, ending.name]])

    await give(folder, owner, a, packTerms(role.reader, 0n, soon))
    await networkHelpers.time.increaseTo(soon)
    assert.deepEqual(await standingsOf(folder, [a]), [[0n, 0n, ending.expired]])
    await send(grants, owner, 'revokeAll', [folder])
    assert.deepEqual(await standingsOf(folder, [c]), [[0n, 0n, ending.generation]])
    await close()
  })

  it('have the roles that a revocation then leaves them, at the time that was asked for', async () => {
    const { owner, people, names, grants, lens, networkHelpers, close } = await start()
    const pick = createPicker(20_261_201)
    const one = <T>(items: readonly T[]): T => items[pick(items.length)] as T
    const wallets = await Promise.all(people.map((account) => walletSubject(account)))
    const named: { subject: string; account: string; name: string }[] = []
    for (const [i, account] of people.slice(0, 3).entries()) {
      const name = nameWord(`member-${i}`)
      await send(names, account, 'register', [name, ZeroHash, 0])
      named.push({ subject: await names.getFunction('subjectOf')(name), account: account.address, name })
    }
    let taken = 0
    let expired = 0
    for (let history = 0; history < HISTORIES; history++) {
      const folder = await folderOf(owner, BigInt(history + 2))
      const subjects = [...wallets, ...named.map(({ subject }) => subject), await walletSubject(owner)]
      for (let step = 0; step < STEPS; step++) {
        const now = BigInt(await networkHelpers.time.latest())
        const isName = pick(5) === 0
        const subject = isName ? one(named).subject : one(wallets)
        const expiry = pick(3) === 0 ? now + 40n + BigInt(pick(60)) : NO_EXPIRY
        const terms = packTerms(BigInt(1 + pick(isName ? 3 : 4)), isName ? 0n : BigInt(pick(4)), expiry)
        const by = pick(3) === 0 ? owner : one(people)
        // Many are refused, which leaves what was there.
        await send(grants, by, 'grant', [folder, subject, terms, ZeroHash]).catch(() => undefined)
      }
      const revoked = Array.from({ length: pick(3) }, () => one(subjects.slice(0, -1)))
      const blocked = Array.from({ length: pick(2) }, () => one(people).address)
      const at = BigInt(await networkHelpers.time.latest()) + 20n + BigInt(pick(60))
      const rolesAsIf = lens.getFunction('rolesAsIf')
      const before: bigint[] = await rolesAsIf({ folder, at, revoked: [], blocked: [] }, subjects)
      const expected: bigint[] = await rolesAsIf({ folder, at, revoked, blocked }, subjects)
      if (revoked.length > 0) await send(grants, owner, 'revoke', [folder, concat(revoked)])
      if (blocked.length > 0) await send(grants, owner, 'setBlocked', [folder, true, concat(blocked)])
      const then: bigint[] = []
      for (const subject of subjects) then.push(await grants.getFunction('roleOf')(folder, subject))
      await networkHelpers.time.increaseTo(at)
      const actual: bigint[] = []
      for (const subject of subjects) {
        const owned = named.find((each) => each.subject === subject)
        const proof = owned && concat(['0x01', owned.name])
        actual.push(
          owned && proof
            ? await highest((asked) =>
                grants.getFunction('hasAccess(bytes32,address,uint8,bytes)')(
                  folder,
                  owned.account,
                  asked,
                  proof,
                ),
              )
            : await grants.getFunction('roleOf')(folder, subject),
        )
      }
      assert.deepEqual([...expected], actual, `history ${history}`)
      taken += before.filter((role, i) => role !== expected[i]).length
      expired += then.filter((role, i) => role !== actual[i]).length
    }
    assert.ok(taken >= 5 && expired >= 5, `${taken} taken, ${expired} expired`)
    await close()
  })

  it('answer for 256 subjects on long chains within 10 million gas, and for no more', async () => {
    const { ethers, owner, anna, bob, cara, grants, lens, give, networkHelpers, close } = await start()
    const folder = await folderOf(owner, 1n)
    const chain = [owner, anna, bob, cara]
    for (const [i, member] of chain.slice(1).entries()) {
      await give(
        folder,
        chain[i] as Signer,
        await walletSubject(member),
        packTerms(role.writer, BigInt(3 - i)),
      )
    }
    const wallets = Array.from({ length: MOST_SUBJECTS }, () => Wallet.createRandom().address)
    const subjects = await Promise.all(wallets.map((wallet) => walletSubject(new ethers.VoidSigner(wallet))))
    await send(grants, cara, 'grantBatch', [folder, packTerms(role.reader), ZeroHash, concat(subjects)])
    const at = BigInt(await networkHelpers.time.latest()) + 100n
    const revoked = subjects.slice(0, 128)
    const question = { folder, at, revoked, blocked: wallets.slice(128, 192) }
    const roles: bigint[] = await lens.getFunction('rolesAsIf')(question, subjects)
    assert.deepEqual([...roles], [...Array(192).fill(0n), ...Array(64).fill(role.reader)])
    const data = lens.interface.encodeFunctionData('rolesAsIf', [question, subjects])
    const gas = await ethers.provider.estimateGas({ to: await lens.getAddress(), data })
    assert.ok(gas <= MOST_GAS, `${gas} gas`)
    await assert.rejects(lens.getFunction('rolesAsIf')(question, [...subjects, subjects[0]]), /LensCount/)
    await assert.rejects(lens.getFunction('rolesAsIf')({ ...question, at: 1n }, subjects), /LensTime/)
    await close()
  })
})

/** The highest role that is answered with yes. */
async function highest(has: (role: bigint) => Promise<boolean>): Promise<bigint> {
  for (let asked = role.admin; asked > 0n; asked--) if (await has(asked)) return asked
  return 0n
}

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
