import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { ContractFactory, concat, toBeHex, ZeroHash } from 'ethers'
import hre from 'hardhat'
import { deployLocal } from '../../deploy/deploy-local.ts'
import { folderOf, packTerms, role, walletSubject } from './support/grants.ts'
import { groupProof, groupSubject } from './support/grants-proofs.ts'
import { send } from './support/names-balances.ts'

const require = createRequire(import.meta.url)
const EDITORS = 7n
const VIA_PROOF = 3n

describe('a grant to a group', function () {
  this.timeout(300_000)

  it('admits a holder of a role of an AccessManager, as long as it holds the role', async () => {
    const connection = await hre.network.create('local')
    const deployment = await deployLocal(connection)
    const { ethers } = connection
    const [owner, anna, bob] = await ethers.getSigners()
    if (!owner || !anna || !bob) throw new Error('The local network has fewer than 3 accounts')
    const grants = await ethers.getContractAt('Grants', deployment.grants)
    const lens = await ethers.deployContract('Lens', [grants, deployment.balances])
    const adapter = await ethers.deployContract('AccessRoleAdapter')
    const { abi, bytecode } = require('@openzeppelin/contracts/build/contracts/AccessManager.json')
    const manager = await new ContractFactory(abi, bytecode, owner).deploy(owner.address)
    const groupId = concat([await manager.getAddress(), toBeHex(EDITORS, 12)])
    const [subject, proof] = [await groupSubject(adapter, groupId), await groupProof(adapter, groupId)]
    const folder = await folderOf(owner, 1n)
    const lets = (account: string, with_ = proof, least: bigint = role.writer) =>
      grants.getFunction('hasAccess(bytes32,address,uint8,bytes)')(folder, account, least, with_)

    await send(manager, owner, 'grantRole', [EDITORS, anna.address, 0])
    assert.equal(await lets(anna.address), false, 'the group has no grant yet')
    await send(grants, owner, 'grant', [folder, subject, packTerms(role.writer), ZeroHash])
    assert.equal(await lets(anna.address), true)
    assert.equal(await lets(anna.address, proof, role.admin), false)
    assert.equal(await lets(bob.address), false)
    const other = concat([await manager.getAddress(), toBeHex(EDITORS + 1n, 12)])
    assert.equal(await lets(anna.address, await groupProof(adapter, other)), false)
    assert.equal(await lets(anna.address, concat([proof, '0x00'])), false, 'data where none belongs')
    const paths = await lens.getFunction('paths')(folder, anna.address, ['0x', proof])
    assert.deepEqual(
      paths.map((path: bigint[]) => [...path]),
      [[VIA_PROOF, role.writer, 1n]],
    )

    await send(grants, owner, 'setBlocked', [folder, true, anna.address])
    assert.equal(await lets(anna.address), false, 'a blocked wallet has no way in')
    assert.equal((await lens.getFunction('paths')(folder, anna.address, [proof])).length, 0)
    await send(grants, owner, 'setBlocked', [folder, false, anna.address])
    assert.equal(await lets(anna.address), true)
    await send(manager, owner, 'revokeRole', [EDITORS, anna.address])
    assert.equal(await lets(anna.address), false)
    await connection.close()
  })

  it('shows no path to a wallet that is blocked, though its name has a grant', async () => {
    const connection = await hre.network.create('local')
    const deployment = await deployLocal(connection)
    const [owner, anna] = await connection.ethers.getSigners()
    if (!owner || !anna) throw new Error('The local network has fewer than 2 accounts')
    const names = await connection.ethers.getContractAt('Names', deployment.names)
    const grants = await connection.ethers.getContractAt('Grants', deployment.grants)
    const lens = await connection.ethers.deployContract('Lens', [grants, deployment.balances])
    const folder = await folderOf(owner, 1n)
    const name = '0x616e6e61'.padEnd(66, '0')
    await send(names, anna, 'register', [name, ZeroHash, 1])
    const subject = await names.getFunction('subjectOf')(name)
    await send(grants, owner, 'grant', [folder, subject, packTerms(role.reader), ZeroHash])
    const pathsOf = () => lens.getFunction('paths')(folder, anna.address, [concat(['0x01', name])])
    assert.equal((await pathsOf()).length, 2, 'as primary name, and by the proof')
    await send(grants, owner, 'setBlocked', [folder, true, anna.address])
    assert.equal((await pathsOf()).length, 0)
    assert.notEqual(await grants.getFunction('roleOf')(folder, subject), 0n, 'the grant itself stays')
    assert.equal(await grants.getFunction('roleOf')(folder, await walletSubject(anna)), 0n)
    await connection.close()
  })
})
