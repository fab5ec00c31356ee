import assert from 'node:assert/strict'
import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import { encodeBytes32String, ZeroAddress } from 'ethers'
import hre from 'hardhat'
import { chooseModule } from '../../deploy/choose-module.ts'
import { deployModule } from '../../deploy/deploy-module.ts'
import { verifyModule } from '../../deploy/verify-module.ts'
import { plainBalances } from './support/plain-balances.ts'

const artifacts = new HardhatArtifactResolver(hre.artifacts)

describe('a policy and a registrar that sells names', function () {
  this.timeout(300_000)

  it('are deployed by name, and verified by what they show', async () => {
    const connection = await hre.network.create('local')
    const { provider, ethers } = connection
    const [owner = ZeroAddress] = (await ethers.getSigners()).map(({ address }) => address)
    const coin = await ethers.deployContract('MockUsd', [6])
    const parameters = {
      Policy: { owner, commitAge: 60 },
      Registrar: { owner, prices: [100_000_000, 50_000_000, 0, 0] },
      Balances: plainBalances(owner, await coin.getAddress()),
    }
    const { module } = chooseModule(parameters, ['policy', 'registrar'])
    const deployed = await deployModule(module, { provider, artifacts, parameters })
    assert.deepEqual(deployed.map(({ id }) => id).sort(), [
      'Balances#Balances',
      'Names#Names',
      'Policy#NamePolicy',
      'Registrar#PaidRegistrar',
    ])
    assert.deepEqual(await verifyModule(module, { provider, artifacts, parameters }), [])

    const at = async (id: string) => {
      const { contractName = '', address = '' } = deployed.find((contract) => contract.id === id) ?? {}
      return ethers.getContractAt(contractName, address)
    }
    const [policy, registrar] = [await at('Policy#NamePolicy'), await at('Registrar#PaidRegistrar')]
    const prices = ['abc', 'abcd', 'abcde'].map(encodeBytes32String)
    assert.deepEqual(await Promise.all(prices.map((name) => registrar.getFunction('priceOf')(name))), [
      100_000_000n,
      50_000_000n,
      0n,
    ])

    await (await policy.getFunction('setCommitAge')(61)).wait()
    await (await registrar.getFunction('setPrices')([1, 2, 3, 4])).wait()
    const findings = await verifyModule(module, { provider, artifacts, parameters })
    assert.deepEqual(
      findings.map(({ contract, what, expected, actual }) => [contract, what, expected, actual]),
      [
        ['Policy#NamePolicy', 'commitAge()', '60', '61'],
        ['Registrar#PaidRegistrar', 'prices()', '100000000,50000000,0,0', '1,2,3,4'],
      ],
    )
    await connection.close()
  })
})
