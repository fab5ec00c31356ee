import assert from 'node:assert/strict'
import { concat, id, ZeroAddress, ZeroHash } from 'ethers'
import hre from 'hardhat'
import { deployLocal } from '../../deploy/deploy-local.ts'
import { folderOf, packTerms, role, walletSubject } from './support/grants.ts'
import { ETH, nameWord, packRow, send } from './support/names-balances.ts'

const via = { owner: 0n, wallet: 1n, primaryName: 2n, proof: 3n } as const
const SET_PRIMARY = 1

/** A proof that the account owns a name. */
const nameProof = (name: string) => concat(['0x01', nameWord(name)])

describe('Lens', function () {
  this.timeout(300_000)

  async function start() {
    const connection = await hre.network.create('local')
    const deployment = await deployLocal(connection)
    const [owner, operator, anna, bob] = await connection.ethers.getSigners()
    if (!owner || !operator || !anna || !bob) throw new Error('The local network has fewer than 4 accounts')
    const at = (name: string, address: string) => connection.ethers.getContractAt(name, address)
    const names = await at('Names', deployment.names)
    const grants = await at('Grants', deployment.grants)
    const balances = await at('Balances', deployment.balances)
    const coin = await at('MockUsd', deployment.coin)
    const lens = await connection.ethers.deployContract('Lens', [grants, balances])
    const folder = await folderOf(owner, 1n)
    const give = (subject: string, roleNumber: bigint) =>
      send(grants, owner, 'grant', [folder, subject, packTerms(roleNumber), ZeroHash])
    const pathsOf = async (account: string, proofs: string[] = []) =>
      (await lens.getFunction('paths')(folder, account, proofs)).map((path: bigint[]) => [...path])
    return {
      ...connection,
      deployment,
      owner,
      operator,
      anna,
      bob,
      names,
      grants,
      balances,
      coin,
      lens,
      folder,
      give,
      pathsOf,
    }
  }

  it('knows what it was made for', async () => {
    const { lens, grants, balances, close } = await start()
    assert.equal(await lens.getFunction('grants')(), await grants.getAddress())
    assert.equal(await lens.getFunction('balances')(), await balances.getAddress())
    await close()
  })

  it('lists the one way of the owner, and none of a stranger or of the zero address', async () => {
    const { owner, bob, lens, pathsOf, close } = await start()
    assert.deepEqual(await pathsOf(owner.address, ['0x', nameProof('any')]), [[via.owner, role.admin, 0n]])
    assert.deepEqual(await pathsOf(bob.address, ['0x', '0xff', nameProof('any')]), [])
    const ownerless = await folderOf(ZeroAddress, 1n)
    assert.deepEqual([...(await lens.getFunction('paths')(ownerless, ZeroAddress, ['0x']))], [])
    await close()
  })

  it('lists every way in with the role that it gives', async () => {
    const { anna, names, give, pathsOf, close } = await start()
    await send(names, anna, 'register', [nameWord('anna'), ZeroHash, SET_PRIMARY])
    await send(names, anna, 'register', [nameWord('anna-work'), ZeroHash, 0])
    await give(await names.getFunction('subjectOf')(nameWord('anna-work')), role.writer)
    const proofs = [nameProof('bob'), nameProof('anna-work')]
    assert.deepEqual(await pathsOf(anna.address, proofs), [[via.proof, role.writer, 1n]])

    await give(await walletSubject(anna), role.admin)
    await give(await names.getFunction('subjectOf')(nameWord('anna')), role.reader)
    assert.deepEqual(await pathsOf(anna.address, proofs), [
      [via.wallet, role.admin, 0n],
      [via.primaryName, role.reader, 0n],
      [via.proof, role.writer, 1n],
    ])
    await close()
  })

  it('shows by paths what a revoked wallet still has', async () => {
    const { owner, anna, names, grants, folder, give, pathsOf, close } = await start()
    await send(names, anna, 'register', [nameWord('anna'), ZeroHash, SET_PRIMARY])
    await give(await walletSubject(anna), role.writer)
    await give(await names.getFunction('subjectOf')(nameWord('anna')), role.reader)
    await send(grants, owner, 'revoke', [folder, await walletSubject(anna)])
    assert.deepEqual(await pathsOf(anna.address), [[via.primaryName, role.reader, 0n]])
    await close()
  })

  it('answers many questions as Grants answers each', async () => {
    const { owner, anna, bob, names, grants, lens, folder, give, close } = await start()
    await send(names, bob, 'register', [nameWord('bob'), ZeroHash, 0])
    await give(await walletSubject(anna), role.writer)
    await give(await names.getFunction('subjectOf')(nameWord('bob')), role.reader)
    const queries: [string, string, bigint, string][] = []
    for (const account of [owner.address, anna.address, bob.address, ZeroAddress]) {
      for (const wanted of [0n, role.reader, role.writer, role.admin, 5n]) {
        for (const proof of ['0x', nameProof('bob'), '0x0102']) queries.push([folder, account, wanted, proof])
      }
    }
    const expected = await Promise.all(
      queries.map(([of, account, wanted, proof]) =>
        proof === '0x'
          ? grants.getFunction('hasAccess(bytes32,address,uint8)')(of, account, wanted)
          : grants.getFunction('hasAccess(bytes32,address,uint8,bytes)')(of, account, wanted, proof),
      ),
    )
    assert.deepEqual([...(await lens.getFunction('hasAccessMany')(queries))], expected)
    assert.equal(expected.filter(Boolean).length, 12)
    assert.deepEqual([...(await lens.getFunction('hasAccessMany')([]))], [])
    await close()
  })

  it('reports the words and roles of given subjects', async () => {
    const { owner, anna, bob, grants, lens, folder, give, close } = await start()
    const subjects = await Promise.all([anna, bob, owner].map(walletSubject))
    await give(subjects[0] as string, role.writer)
    const members = await lens.getFunction('membersOf')(folder, [...subjects, id('junk')])
    const word = await grants.getFunction('grantOf')(folder, subjects[0])
    assert.notEqual(word, 0n)
    assert.deepEqual(
      members.map((member: bigint[]) => [...member]),
      [
        [word, role.writer],
        [0n, 0n],
        [0n, role.admin],
        [0n, 0n],
      ],
    )
    await close()
  })

  it('quotes what has a price and says what has none', async () => {
    const { coin, lens, close } = await start()
    const quoteMany = lens.getFunction('quoteMany')
    const unlisted = '0x00000000000000000000000000000000000000aa'
    const quotes = await quoteMany([ETH, unlisted, coin], [10n ** 18n, 1n, 5_000_000n])
    assert.deepEqual(
      quotes.map((quote: unknown[]) => [...quote]),
      [
        [true, 3_000_000_000n, true],
        [false, 0n, false],
        [true, 5_000_000n, false],
      ],
    )
    await assert.rejects(quoteMany([ETH], []), /LensLength\(1, 0\)/)
    await close()
  })

  it('states an account: name, money, and what charges can still take', async () => {
    const { owner, operator, anna, names, balances, coin, lens, close } = await start()
    const statementOf = async () => (await lens.getFunction('statementOf')(anna.address)).toObject()
    const empty = {
      name: ZeroHash,
      credit: 0n,
      principal: 0n,
      spendable: 0n,
      cap: 0n,
      spent: 0n,
      cardSeq: 0n,
    }
    assert.deepEqual(await statementOf(), empty)

    await send(names, anna, 'register', [nameWord('anna'), ZeroHash, SET_PRIMARY])
    await send(coin, owner, 'mint', [anna.address, 9_000_000n])
    await send(coin, anna, 'approve', [await balances.getAddress(), 9_000_000n])
    await send(balances, anna, 'depositStable', [9_000_000n, anna.address, 4_000_000n])
    const name = nameWord('anna')
    const funded = { ...empty, name, principal: 9_000_000n, cap: 4_000_000n }
    assert.deepEqual(await statementOf(), { ...funded, spendable: 4_000_000n })

    await send(balances, operator, 'charge', [0, id('receipts'), packRow(anna.address, 3_000_000n)])
    const charged = { ...funded, principal: 6_000_000n, spent: 3_000_000n }
    assert.deepEqual(await statementOf(), { ...charged, spendable: 1_000_000n })

    await send(balances, anna, 'setCap', [100_000_000n])
    assert.deepEqual(await statementOf(), { ...charged, cap: 100_000_000n, spendable: 6_000_000n })
    await send(balances, anna, 'setCap', [2_000_000n])
    assert.deepEqual(await statementOf(), { ...charged, cap: 2_000_000n, spendable: 0n })
    await close()
  })
})
