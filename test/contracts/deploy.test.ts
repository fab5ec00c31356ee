import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { balancesAbi, contractAddresses } from '@space/sdk/chain'
import { Contract, ZeroAddress } from 'ethers'
import hre from 'hardhat'
import { deployLocal } from '../../deploy/deploy-local.ts'
import { balancesModule } from '../../deploy/modules/balances.ts'
import { localModule } from '../../deploy/modules/local.ts'
import { plainBalances } from './support/plain-balances.ts'

const ETH = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'
const parameters = fileURLToPath(new URL('../../deploy/parameters/local.json', import.meta.url))

describe('deploy', function () {
  this.timeout(300_000)

  it('deploys everything through Ignition with the parameters of the chain', async () => {
    const connection = await hre.network.create('local')
    const { names, grants, balances, coin, permit2, feed } = await connection.ignition.deploy(localModule, {
      parameters,
    })
    const [owner, operator, issuer, treasurer] = await connection.ethers.getSigners()
    assert.equal(await balances.getFunction('permit2')(), await permit2.getAddress())
    assert.equal((await balances.getFunction('cardIssuer')()).issuer, issuer?.address)
    assert.equal(await balances.getFunction('treasurer')(), treasurer?.address)
    assert.equal(await grants.getFunction('names')(), await names.getAddress())
    assert.equal(await balances.getFunction('stable')(), await coin.getAddress())
    assert.equal(await balances.getFunction('owner')(), owner?.address)
    const [, answer] = await feed.getFunction('latestRoundData')()
    assert.equal(answer, 3_000_00000000n)
    const { enabled, dailyCeiling } = await balances.getFunction('operatorOf')(operator?.address)
    assert.equal(enabled, true)
    assert.equal(dailyCeiling, 1_000_000_000n)
    assert.deepEqual([...(await balances.getFunction('quote')(ETH, 10n ** 18n))], [3_000_000_000n, true])
    await connection.close()
  })

  it('gives a fresh local chain the addresses that the SDK knows', async () => {
    const first = await hre.network.create('local')
    const second = await hre.network.create('local')
    const deployment = await deployLocal(first)
    assert.deepEqual(await deployLocal(second), deployment)
    const { chainId, names, balances, grants, deployBlock } = deployment
    assert.deepEqual(contractAddresses[chainId], { names, balances, grants, deployBlock })
    await first.close()
    await second.close()
  })

  it('finds again what is there, and deploys beside it only what other settings change', async () => {
    const connection = await hre.network.create('local')
    const before = await deployLocal(connection)
    const height = await connection.ethers.provider.getBlockNumber()
    assert.deepEqual(await deployLocal(connection), before)
    assert.equal(await connection.ethers.provider.getBlockNumber(), height, 'nothing was sent')

    const after = await deployLocal(connection, { dailyCeiling: 5n })
    assert.deepEqual({ ...after, balances: before.balances }, before)
    assert.notEqual(after.balances, before.balances)
    await connection.close()
  })

  it('reports the block from which on there are events, the first settings among them', async () => {
    const connection = await hre.network.create('local')
    const { balances, deployBlock } = await deployLocal(connection)
    const logs = await connection.ethers.provider.getLogs({ address: balances, fromBlock: deployBlock })
    const topics = logs.map((log) => log.topics[0])
    const { interface: events } = new Contract(balances, balancesAbi)
    assert.ok(topics.includes(events.getEvent('AssetSet')?.topicHash))
    assert.ok(topics.includes(events.getEvent('OperatorSet')?.topicHash))
    await connection.close()
  })

  it('takes the owner, the operator and the prices from the caller', async () => {
    const connection = await hre.network.create('local')
    const owner = '0x00000000000000000000000000000000000000aa'
    const operator = '0x00000000000000000000000000000000000000bb'
    const options = { owner, operator, dailyCeiling: 5n, ethPrice: 2_000_00000000n, heartbeat: 60 }
    const deployment = await deployLocal(connection, options)
    const balances = new Contract(deployment.balances, balancesAbi, connection.ethers.provider)
    assert.equal(BigInt(await balances.getFunction('owner')()), BigInt(owner))
    const { enabled, dailyCeiling } = await balances.getFunction('operatorOf')(operator)
    assert.deepEqual([enabled, dailyCeiling], [true, 5n])
    assert.equal((await balances.getFunction('quote')(ETH, 10n ** 18n)).usd, 2_000_000_000n)
    await connection.close()
  })

  it('says what was wrong with a parameter', async () => {
    const connection = await hre.network.create('local')
    await assert.rejects(deployLocal(connection, { operator: '0x12' }), /invalid address.*0x12/)
    const owner = `0x${'00'.repeat(20)}`
    await assert.rejects(deployLocal(connection, { owner }), /Local#Balances.*OwnableInvalidOwner/)
    await connection.close()
  })

  it('deploys Balances for a chain with its own coin and feeds', async () => {
    const connection = await hre.network.create('local')
    const { coin, feed } = await deployLocal(connection)
    const [owner] = await connection.ethers.getSigners()
    const asset = { asset: ETH, feed, heartbeat: 3600, min: 1n, max: 10n ** 20n }
    const plain = plainBalances(owner?.address ?? '', coin)
    const { balances } = await connection.ignition.deploy(balancesModule, {
      parameters: { Balances: { ...plain, sequencerFeed: feed, assets: [asset] } },
    })
    assert.equal(await balances.getFunction('sequencerFeed')(), feed)
    assert.equal(await balances.getFunction('permit2')(), ZeroAddress)
    assert.equal(await balances.getFunction('treasurer')(), owner?.address)
    await connection.close()
  })
})
