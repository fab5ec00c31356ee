import assert from 'node:assert/strict'
import type { Grants, Names } from '@space/sdk/chain'
import { concat, id, toBeHex, ZeroAddress, ZeroHash, zeroPadValue } from 'ethers'
import { network } from 'hardhat'
import { folderOf, NO_EXPIRY, packTerms, role, walletSubject } from './support/grants.ts'
import {
  buildTree,
  folderSubject,
  groupProof,
  groupSubject,
  hashLeaf,
  leafProof,
  signedGrantProof,
  signForGrants,
} from './support/grants-proofs.ts'
import { nameWord } from './support/names-balances.ts'

const withProof = 'hasAccess(bytes32,address,uint8,bytes)'
const DEADLINE = 2n ** 40n - 1n

describe('Grants: what clients make', () => {
  it('opens to every leaf of an audience, wallets and names, and to no other', async () => {
    const { ethers, grants, names, owner, accounts, close } = await start()
    const [anna, bob, cara] = accounts
    const folder = await folderOf(owner, 1n)
    await (await names.connect(bob).register(nameWord('bob'), id('key'), 0)).wait()
    const subjects = [
      await walletSubject(anna),
      await names.subjectOf(nameWord('bob')),
      await walletSubject(cara),
    ]
    const leaves = subjects.map((subject, index) => ({ index, subject, terms: packTerms(role.reader) }))
    const { chainId } = await ethers.provider.getNetwork()
    const audience = {
      chainId,
      grants: await grants.getAddress(),
      folder,
      id: concat([owner.address, toBeHex(1, 12)]),
    }
    const tree = buildTree(leaves.map((leaf) => hashLeaf(audience, leaf)))
    await (await grants.setAudience(folder, audience.id, ZeroHash, tree.root, id('manifest'))).wait()

    for (const [i, leaf] of leaves.entries()) {
      const proof = leafProof(audience.id, leaf, tree.siblingsOf(i))
      for (const [j, account] of [anna, bob, cara].entries()) {
        assert.equal(await grants[withProof](folder, account.address, role.reader, proof), i === j)
      }
    }
    await (await grants.revokeLeaves(folder, audience.id, tree.root, toBeHex(1, 4))).wait()
    const struck = leafProof(audience.id, leaves[1] ?? assert.fail(), tree.siblingsOf(1))
    assert.equal(await grants[withProof](folder, bob.address, role.reader, struck), false)
    await close()
  })

  it('opens by group, by folder and by signed grant', async () => {
    const { ethers, grants, owner, accounts, close } = await start()
    const [anna, bob] = accounts
    const folder = await folderOf(owner, 1n)
    const other = await folderOf(anna, 2n)
    const adapter = await ethers.deployContract('OwnerAdapter')
    const groupId = zeroPadValue(bob.address, 32)
    const reads = (account: string, proof: string) => grants[withProof](folder, account, role.reader, proof)

    await (
      await grants.grant(folder, await groupSubject(adapter, groupId), packTerms(role.reader), ZeroHash)
    ).wait()
    assert.equal(await reads(bob.address, await groupProof(adapter, groupId)), true)
    await (await grants.grant(folder, folderSubject(other), packTerms(role.reader), ZeroHash)).wait()
    assert.equal(await reads(anna.address, concat(['0x05', other])), true)

    const subject = await walletSubject(bob)
    const signed = { signer: owner.address, subject, terms: packTerms(role.reader), nonce: 5n }
    const message = {
      signer: owner.address,
      folder,
      subject,
      role: role.reader,
      expiry: NO_EXPIRY,
      nonce: 5n,
    }
    const signature = await signForGrants(owner, grants, 'SignedGrant', {
      ...{ ...message, generation: 0, signerIssuedAt: 0 },
    })
    const proof = signedGrantProof(signed, signature)
    assert.equal(await reads(bob.address, proof), true)
    await (await grants.voidNonces(0, 1n << 5n)).wait()
    assert.equal(await reads(bob.address, proof), false)
    await close()
  })

  it('accepts a signed request from any sender', async () => {
    const { grants, owner, accounts, close } = await start()
    const [anna, bob, relayer] = accounts
    const folder = await folderOf(owner, 1n)
    const subject = await walletSubject(bob)
    const by = owner.address
    const common = { by, folder, deadline: DEADLINE }
    const relayed = grants.connect(relayer)

    const terms = packTerms(role.reader)
    const grant = { ...common, subject, terms, pass: id('pass'), nonce: 0 }
    const grantSig = await signForGrants(owner, grants, 'GrantRequest', grant)
    await (await relayed.grantFor(by, folder, subject, terms, id('pass'), 0, DEADLINE, grantSig)).wait()
    assert.equal(await grants.roleOf(folder, subject), role.reader)

    const revokeSig = await signForGrants(owner, grants, 'RevokeRequest', {
      ...common,
      subjects: subject,
      nonce: 1,
    })
    await (await relayed.revokeFor(by, folder, subject, 1, DEADLINE, revokeSig)).wait()
    assert.equal(await grants.roleOf(folder, subject), 0n)

    const step = {
      expectedEpoch: 0,
      expectedNarrowed: 1,
      record: id('record'),
      dueAt: 7,
      subjects: '0x',
      nonce: 2,
    }
    const advanceSig = await signForGrants(owner, grants, 'AdvanceRequest', { ...common, ...step })
    await (await relayed.advanceFor(by, folder, 0, 1, id('record'), 7, '0x', 2, DEADLINE, advanceSig)).wait()
    assert.equal((await grants.folderOf(folder)).record, id('record'))

    const succession = await signForGrants(owner, grants, 'Succession', {
      from: by,
      to: anna.address,
      nonce: 3,
    })
    const bytes = concat([toBeHex(3, 32), succession])
    await (await grants.connect(anna).acceptFolder(folder, 1, 1, id('record 2'), 0, bytes)).wait()
    assert.equal((await grants.folderOf(folder)).owner, anna.address)
    await close()
  })
})

async function start() {
  const { ethers, close } = await network.create('local')
  const [owner, anna, bob, cara] = await ethers.getSigners()
  if (!owner || !anna || !bob || !cara) throw new Error('The local network has fewer than 4 accounts')
  const names = (await ethers.deployContract('Names', [owner, ZeroAddress])) as unknown as Names
  const grants = (await ethers.deployContract('Grants', [names])) as unknown as Grants
  const accounts: [typeof owner, typeof owner, typeof owner] = [anna, bob, cara]
  return { ethers, grants, names, owner, accounts, close }
}
