import assert from 'node:assert/strict'
import type { Grants, Names } from '@space/sdk/chain'
import { concat, dataSlice, id, ZeroHash } from 'ethers'
import { network } from 'hardhat'
import { createRandom } from '../support/random.ts'
import { folderOf, packTerms, role, walletSubject } from './support/grants.ts'
import { nameWord } from './support/names-balances.ts'

const withoutProof = 'hasAccess(bytes32,address,uint8)'
const withProof = 'hasAccess(bytes32,address,uint8,bytes)'
const MAX_CODE_BYTES = 16 * 1024

const random = createRandom('grants-names')

describe('Grants with Names', () => {
  it('opens a folder to a name: by proof at once, without one as soon as the name is primary', async () => {
    const { ethers, close } = await network.create('local')
    const [owner, bob, eve] = await ethers.getSigners()
    if (!owner || !bob || !eve) throw new Error('The local network has fewer than 3 accounts')
    const names = (await ethers.deployContract('Names', [owner, ethers.ZeroAddress])) as unknown as Names
    const grants = (await ethers.deployContract('Grants', [names])) as unknown as Grants
    const folder = await folderOf(owner, 1n)
    const name = nameWord('bob')
    const proof = concat(['0x01', name])
    const plain = (account: string) => grants[withoutProof](folder, account, role.reader)
    const proven = (account: string) => grants[withProof](folder, account, role.reader, proof)

    await (await names.connect(bob).register(name, id('key'), 0)).wait()
    const subject = await names.subjectOf(name)
    assert.equal(subject, concat([dataSlice(name, 0, 30), '0x0001']))
    await (await grants.grant(folder, subject, packTerms(role.reader), id('pass'))).wait()

    assert.equal(await proven(bob.address), true)
    assert.equal(await plain(bob.address), false)
    assert.equal(await proven(eve.address), false)
    await (await names.connect(bob).setPrimary(name)).wait()
    assert.equal(await plain(bob.address), true)
    assert.equal(await plain(eve.address), false)

    await (await grants.revoke(folder, subject)).wait()
    assert.equal(await plain(bob.address), false)
    assert.equal(await proven(bob.address), false)
    await close()
  })

  it('lets a link be granted and revoked like any wallet', async () => {
    const { ethers, close } = await network.create('local')
    const [owner] = await ethers.getSigners()
    if (!owner) throw new Error('The local network has no account')
    const grants = (await ethers.deployContract('Grants', [ethers.ZeroAddress])) as unknown as Grants
    const folder = await folderOf(owner, 1n)
    const link = ethers.getAddress(ethers.hexlify(random.bytes(20)))
    const subject = await walletSubject(link)
    await (await grants.grant(folder, subject, packTerms(role.reader), ZeroHash)).wait()
    assert.equal(await grants[withoutProof](folder, link, role.reader), true)
    await (await grants.revoke(folder, subject)).wait()
    assert.equal(await grants[withoutProof](folder, link, role.reader), false)
    await close()
  })

  it('fits', async () => {
    const { ethers, close } = await network.create('local')
    const grants = (await ethers.deployContract('Grants', [ethers.ZeroAddress])) as unknown as Grants
    const code = await ethers.provider.getCode(grants)
    assert.ok((code.length - 2) / 2 <= MAX_CODE_BYTES)
    await close()
  })
})
