import assert from 'node:assert/strict'
import hre from 'hardhat'
import { CREATE_X } from '../../deploy/create2.ts'
import { deployLocal } from '../../deploy/deploy-local.ts'

describe('deployments on two chains', function () {
  this.timeout(300_000)

  it('give Names and Grants equal addresses, whatever the chain and its settings', async () => {
    const home = await hre.network.create('local')
    const namesOwner = '0x00000000000000000000000000000000000000aa'
    const first = await deployLocal(home, { namesOwner })

    const far = await hre.network.create({
      network: 'local',
      override: {
        chainId: 8453,
        hardfork: 'prague',
        accounts: { mnemonic: 'zoo '.repeat(11).concat('wrong') },
      },
    })
    // Real chains have CreateX, and Ignition brings it along to chain 31337 only.
    const code = await home.provider.request({ method: 'eth_getCode', params: [CREATE_X, 'latest'] })
    await far.provider.request({ method: 'hardhat_setCode', params: [CREATE_X, code] })
    const second = await deployLocal(far, {
      namesOwner,
      ethPrice: 1_500_00000000n,
      dailyCeiling: 7n,
      heartbeat: 60,
    })

    const owners = await Promise.all(
      [home, far].map(async ({ ethers }) => (await ethers.getSigners())[0]?.address),
    )
    assert.notEqual(owners[0], owners[1], 'other accounts deploy')
    assert.deepEqual([first.chainId, second.chainId], [31337, 8453])
    assert.equal(second.names, first.names)
    assert.equal(second.grants, first.grants)
    assert.notEqual(second.balances, first.balances, 'its constructor takes what differs')
    const grants = await far.ethers.getContractAt('Grants', second.grants)
    assert.equal(await grants.getFunction('names')(), second.names)
    for (const { close } of [home, far]) await close()
  })

  it('need the factory to be there', async () => {
    const far = await hre.network.create({ network: 'local', override: { chainId: 8453 } })
    await assert.rejects(deployLocal(far), /CreateX/)
    await far.close()
  })
})
