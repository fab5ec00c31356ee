import assert from 'node:assert/strict'
import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import { ZeroHash } from 'ethers'
import hre from 'hardhat'
import { chooseModule } from '../../deploy/choose-module.ts'
import { CREATE_X } from '../../deploy/create2.ts'
import { deployLocal } from '../../deploy/deploy-local.ts'
import { type ChainProvider, deployModule } from '../../deploy/deploy-module.ts'
import { adaptersModule } from '../../deploy/modules/adapters.ts'
import { attestationsModule } from '../../deploy/modules/attestations.ts'
import { hatsModule } from '../../deploy/modules/hats.ts'
import { lensModule } from '../../deploy/modules/lens.ts'
import { verifyModule } from '../../deploy/verify-module.ts'
import { plainBalances } from './support/plain-balances.ts'

const artifacts = new HardhatArtifactResolver(hre.artifacts)
const owner = '0x00000000000000000000000000000000000000aa'
const hats = '0x00000000000000000000000000000000000000cc'
type Connection = Awaited<ReturnType<typeof hre.network.create>>

/** A chain like a public one: it has a coin, and both protocols that adapters are over. */
async function start(override: Parameters<typeof hre.network.create>[0] = 'local', eas = owner) {
  const connection = await hre.network.create(override)
  const coin = await connection.ethers.deployContract('MockUsd', [6])
  const balances = plainBalances(owner, await coin.getAddress())
  const parameters = { Names: { owner }, Balances: balances, Attestations: { eas }, Hats: { hats } }
  const { module } = chooseModule(parameters)
  const deploy = (provider: ChainProvider = connection.provider) =>
    deployModule(module, { provider, artifacts, parameters })
  const verify = () => verifyModule(module, { provider: connection.provider, artifacts, parameters })
  return { connection, parameters, deploy, verify }
}

/** The same with another chain id, other accounts and another coin; CreateX is brought from the first. */
async function startElsewhere({ provider }: Connection, eas: string) {
  const accounts = { mnemonic: 'zoo '.repeat(11).concat('wrong') }
  const override = { chainId: 8453, hardfork: 'prague', accounts }
  const far = await start({ network: 'local', override }, eas)
  const code = await provider.request({ method: 'eth_getCode', params: [CREATE_X, 'latest'] })
  await far.connection.provider.request({ method: 'hardhat_setCode', params: [CREATE_X, code] })
  return far
}

/** Breaks off as soon as one transaction was sent. */
const breakAfterOne = (provider: ChainProvider): ChainProvider => ({
  async request(call) {
    const answer = await provider.request(call)
    if (call.method === 'eth_sendTransaction') throw new Error('broken off')
    return answer
  },
})

describe('a deployment with adapters and Lens', function () {
  this.timeout(300_000)

  it('works: Lens is over its Grants and Balances, adapters over the protocols of the chain', async () => {
    const { connection, deploy, verify } = await start()
    const deployed = await deploy()
    assert.deepEqual(await verify(), [])
    const at = async (id: string) => {
      const found = deployed.find((contract) => contract.id === id)
      return connection.ethers.getContractAt(found?.contractName ?? '', found?.address ?? '')
    }
    const lens = await at('Lens#Lens')
    assert.equal(await lens.getFunction('grants')(), await (await at('Grants#Grants')).getAddress())
    assert.equal(await lens.getFunction('balances')(), await (await at('Balances#Balances')).getAddress())
    const eas = await (await at('Attestations#AttestationAdapter')).getFunction('eas')()
    assert.equal(BigInt(eas), BigInt(owner))
    assert.equal(BigInt(await (await at('Hats#HatsAdapter')).getFunction('hats')()), BigInt(hats))
    await connection.close()
  })

  it('gives equal addresses on two chains with different settings to what does not depend on them', async () => {
    const home = await start()
    const first = await home.deploy()
    const far = await startElsewhere(home.connection, '0x00000000000000000000000000000000000000ee')
    const second = await far.deploy()
    assert.deepEqual(await far.verify(), [])
    const same = first.filter(({ id, address }) => second.some((c) => c.id === id && c.address === address))
    const others = first.filter((contract) => !same.includes(contract)).map(({ id }) => id)
    assert.equal(second.length, first.length)
    assert.deepEqual(others, ['Balances#Balances', 'Lens#Lens', 'Attestations#AttestationAdapter'])
    await home.connection.close()
    await far.connection.close()
  })

  it('that is broken off after each transaction is completed in the end, and none is repeated', async () => {
    const { connection, deploy, verify } = await start()
    const { provider } = connection
    const height = async () => Number(await provider.request({ method: 'eth_blockNumber' }))
    let missing = (await verify()).filter(({ kind }) => kind === 'missing').length
    const all = missing
    assert.equal(all, 12)
    while (missing > 0) {
      await assert.rejects(deploy(breakAfterOne(provider)), /broken off/)
      assert.equal((await verify()).filter(({ kind }) => kind === 'missing').length, --missing)
    }
    const before = await height()
    const deployed = await deploy(breakAfterOne(provider))
    assert.ok(deployed.every(({ found }) => found))
    assert.equal(await height(), before, 'nothing was left to send')
    assert.deepEqual(
      deployed.map(({ block }) => block).sort((a, b) => a - b),
      Array.from({ length: all }, (_, i) => before - all + 1 + i),
      'one transaction each',
    )
    assert.deepEqual(await verify(), [])
    await connection.close()
  })

  it('is taken by Ignition as it is', async () => {
    const { connection, parameters } = await start()
    const { ignition } = connection
    const { lens, grants } = await ignition.deploy(lensModule, { parameters })
    assert.equal(await lens.getFunction('grants')(), await grants.getAddress())
    const { votes } = await ignition.deploy(adaptersModule)
    assert.equal(await votes.getFunction('isMember')(ZeroHash, owner, '0x'), false)
    const { adapter: attestations } = await ignition.deploy(attestationsModule, { parameters })
    assert.equal(BigInt(await attestations.getFunction('eas')()), BigInt(owner))
    const { adapter } = await ignition.deploy(hatsModule, { parameters })
    assert.equal(BigInt(await adapter.getFunction('hats')()), BigInt(hats))
    await connection.close()
  })

  it('finds what an earlier one of fewer modules deployed', async () => {
    const { connection, deploy } = await start()
    const { module } = chooseModule({}, ['adapters'])
    const options = { provider: connection.provider, artifacts, parameters: {} }
    const some = await deployModule(module, options)
    assert.equal(some.length, 6)
    const all = await deploy()
    assert.deepEqual(
      all.filter(({ found }) => found).map(({ address }) => address),
      some.map(({ address }) => address),
    )
    await connection.close()
  })

  it('stays away from a local chain, which has no more than it needs', async () => {
    const connection = await hre.network.create('local')
    await deployLocal(connection)
    const { module } = chooseModule({}, ['adapters'])
    const options = { provider: connection.provider, artifacts, parameters: {} }
    assert.equal((await verifyModule(module, options)).length, 6)
    await connection.close()
  })

  it('says where it searched in vain for the creation of what is there', async () => {
    const { connection } = await start()
    const { module } = chooseModule({}, ['adapters'])
    const options = { provider: connection.provider, artifacts, parameters: {} }
    await deployModule(module, options)
    await assert.rejects(
      deployModule(module, { ...options, fromBlock: 100 }),
      /no event of CreateX from block 100 on names Adapters#\w+, which is there/,
    )
    await connection.close()
  })
})
