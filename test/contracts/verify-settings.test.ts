import assert from 'node:assert/strict'
import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import { type Contract, getAddress, getBytes, hexlify, ZeroAddress } from 'ethers'
import hre from 'hardhat'
import { deployLocal } from '../../deploy/deploy-local.ts'
import type { ChainProvider } from '../../deploy/deploy-module.ts'
import type { Finding } from '../../deploy/finding.ts'
import { localModule } from '../../deploy/modules/local.ts'
import { readParameters } from '../../deploy/read-parameters.ts'
import { verifyModule } from '../../deploy/verify-module.ts'

const ETH = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'
const OTHER = getAddress('0x00000000000000000000000000000000000000aa')
const TWO_DAYS = 2 * 24 * 3600
const artifacts = new HardhatArtifactResolver(hre.artifacts)
const parameters = await readParameters(new URL('../../deploy/parameters/local.json', import.meta.url))

/** A fresh deployment, and ways to change it since. */
async function start() {
  const connection = await hre.network.create('local')
  const { provider, ethers, networkHelpers } = connection
  const deployment = await deployLocal(connection)
  const names = await ethers.getContractAt('Names', deployment.names)
  const balances = await ethers.getContractAt('Balances', deployment.balances)
  const send = async (contract: Pick<Contract, 'getFunction'>, method: string, ...args: unknown[]) =>
    (await contract.getFunction(method).send(...args)).wait()
  return {
    connection,
    deployment,
    names,
    balances,
    /** What the owner can do at once. */
    sendToBalances: (method: string, ...args: unknown[]) => send(balances, method, ...args),
    /** What the owner can do two days after saying so. */
    async sendLater(method: string, ...args: unknown[]) {
      await send(balances, 'announce', balances.interface.encodeFunctionData(method, args))
      await networkHelpers.time.increase(TWO_DAYS)
      await send(balances, method, ...args)
    },
    async setPolicy(policy: string) {
      await send(names, 'announcePolicy', policy)
      await networkHelpers.time.increase(TWO_DAYS)
      await send(names, 'applyPolicy', policy)
    },
    /** Writes OTHER over an address that the constructor wrote into the code. */
    async exchange(address: string, written: string) {
      const code = (await ethers.provider.getCode(address)).toLowerCase()
      assert.ok(code.includes(written.slice(2).toLowerCase()))
      const changed = code.replaceAll(written.slice(2).toLowerCase(), OTHER.slice(2).toLowerCase())
      await provider.request({ method: 'hardhat_setCode', params: [address, changed] })
    },
    verify: (from: ChainProvider = provider) =>
      verifyModule(localModule, { provider: from, artifacts, parameters }),
  }
}

type Started = Awaited<ReturnType<typeof start>>

const found = (what: string, expected: string, actual: string, contract = 'Local#Balances'): Finding => ({
  ...{ contract, kind: 'parameter', what, expected, actual },
})

const accountOf = async ({ connection }: Started, index: number) =>
  (await connection.ethers.getSigners())[index]?.address ?? ''

/** Deploys a mock and returns its address. */
const deployMock = async ({ connection }: Started, name: string, ...args: unknown[]) =>
  (await connection.ethers.deployContract(name, args)).getAddress()

/** ETH's terms as `parameters/local.json` has them, but for what is replaced. */
const etherTerms = ({ deployment }: Started, replaced: object) => ({
  ...{ asset: ETH, feed: deployment.feed, heartbeat: 86400, min: 100_00000000n, max: 100_000_00000000n },
  ...replaced,
})

/** Changes that make a deployment differ; each returns the findings that verification must report. */
const differences: Readonly<Record<string, (started: Started) => Promise<readonly Finding[]>>> = {
  async 'an asset with other terms'(started) {
    const feed = await deployMock(started, 'MockAggregator', 8, 1n)
    await started.sendLater('setAsset', etherTerms(started, { feed, heartbeat: 60, min: 1n, max: 2n }))
    return [
      found(`assetOf(${ETH}).feed`, started.deployment.feed, feed),
      found(`assetOf(${ETH}).heartbeat`, '86400', '60'),
      found(`assetOf(${ETH}).min`, '10000000000', '1'),
      found(`assetOf(${ETH}).max`, '10000000000000', '2'),
    ]
  },
  async 'an asset that is disabled'({ sendToBalances }) {
    await sendToBalances('disableAsset', ETH)
    return [found(`assetOf(${ETH}).enabled`, 'true', 'false')]
  },
  async 'a feed that answers in other decimals than it did'(started) {
    const { connection, deployment } = started
    const code = await connection.ethers.provider.getCode(await deployMock(started, 'MockAggregator', 18, 1n))
    await connection.provider.request({ method: 'hardhat_setCode', params: [deployment.feed, code] })
    return [
      found('decimals()', '8', '18', 'Local#MockAggregator'),
      found(`assetOf(${ETH}).feedDecimals`, '18', '8'),
    ]
  },
  async 'an asset that no parameter names'(started) {
    const asset = await deployMock(started, 'MockUsd', 9)
    await started.sendLater('setAsset', etherTerms(started, { asset, heartbeat: 60, min: 1n, max: 2n }))
    const decimals = 'tokenDecimals 9, feedDecimals 8'
    const terms = `feed ${started.deployment.feed}, heartbeat 60, ${decimals}, min 1, max 2, enabled true`
    return [found(`assetOf(${asset})`, 'not listed', terms)]
  },
  async 'an operator with a lower ceiling'(started) {
    const operator = await accountOf(started, 1)
    await started.sendToBalances('lowerCeiling', operator, 5n)
    return [found(`operatorOf(${operator}).dailyCeiling`, '1000000000', '5')]
  },
  async 'an operator that is disabled'(started) {
    const operator = await accountOf(started, 1)
    await started.sendToBalances('disableOperator', operator)
    return [found(`operatorOf(${operator}).enabled`, 'true', 'false')]
  },
  async 'an operator that no parameter names'({ sendLater }) {
    await sendLater('setOperator', { operator: OTHER, dailyCeiling: 7n })
    const terms = 'batch 0, chargedToday 0, dailyCeiling 7, enabled true'
    return [found(`operatorOf(${OTHER})`, 'not listed', terms)]
  },
  async 'no card issuer'(started) {
    await started.sendToBalances('disableIssuer')
    return [
      found('cardIssuer().issuer', await accountOf(started, 2), ZeroAddress),
      found('cardIssuer().issueCents', '10000000', '0'),
      found('cardIssuer().reverseCents', '10000000', '0'),
    ]
  },
  async 'a card issuer with lower ceilings'({ sendToBalances }) {
    await sendToBalances('lowerIssuerCeilings', 3, 4)
    return [
      found('cardIssuer().issueCents', '10000000', '3'),
      found('cardIssuer().reverseCents', '10000000', '4'),
    ]
  },
  async 'another card issuer'(started) {
    const terms = { issuer: OTHER, issueCents: 10_000_000, reverseCents: 10_000_000 }
    await started.sendLater('setIssuer', terms)
    return [found('cardIssuer().issuer', await accountOf(started, 2), OTHER)]
  },
  async 'another treasurer'(started) {
    await started.sendLater('setTreasurer', OTHER)
    return [found('treasurer()', await accountOf(started, 3), OTHER)]
  },
  async 'no owner'(started) {
    await started.sendToBalances('renounceOwnership')
    return [found('owner()', await accountOf(started, 0), ZeroAddress)]
  },
  async 'another Permit2'({ exchange, deployment }) {
    await exchange(deployment.balances, deployment.permit2)
    return [found('permit2()', deployment.permit2, OTHER)]
  },
  async 'another withdrawable coin'({ exchange, deployment }) {
    await exchange(deployment.balances, deployment.coin)
    return [found('stable()', deployment.coin, OTHER)]
  },
  async 'a sequencer feed where there is no sequencer'({ connection, deployment }) {
    await writeSequencerFeed(connection, deployment.balances)
    return [found('sequencerFeed()', ZeroAddress, OTHER)]
  },
  async 'another policy for names'({ setPolicy }) {
    await setPolicy(OTHER)
    return [found('currentPolicy().policy', ZeroAddress, OTHER, 'Names#Names')]
  },
}

/** Finds where the code holds the feed by trying all places of immutable values. */
async function writeSequencerFeed({ provider, ethers }: Started['connection'], address: string) {
  const { immutableReferences = {} } = (await hre.artifacts.readArtifact('Balances')) as {
    immutableReferences?: Record<string, { start: number; length: number }[]>
  }
  const balances = await ethers.getContractAt('Balances', address)
  const before = await ethers.provider.getCode(address)
  const write = (code: string) => provider.request({ method: 'hardhat_setCode', params: [address, code] })
  for (const places of Object.values(immutableReferences)) {
    const code = getBytes(before)
    for (const { start, length } of places) code.set(getBytes(OTHER), start + length - 20)
    await write(hexlify(code))
    if ((await balances.getFunction('sequencerFeed')()) === OTHER) return
  }
  throw new Error('no immutable value is the feed')
}

describe('verify, of settings', function () {
  this.timeout(300_000)

  for (const [name, change] of Object.entries(differences)) {
    it(`finds ${name}, and nothing else`, async () => {
      const started = await start()
      const expected = await change(started)
      assert.deepEqual(await started.verify(), expected)
      await started.connection.close()
    })
  }

  it('takes what was listed and is disabled again for what never was', async () => {
    const { sendLater, sendToBalances, verify, connection } = await start()
    await sendLater('setOperator', { operator: OTHER, dailyCeiling: 7n })
    await sendToBalances('disableOperator', OTHER)
    assert.deepEqual(await verify(), [])
    await connection.close()
  })

  it('says so when a view does not answer', async () => {
    const { deployment, connection, verify } = await start()
    await connection.provider.request({ method: 'hardhat_setCode', params: [deployment.balances, '0x00'] })
    const settings = (await verify()).filter(({ kind }) => kind === 'parameter')
    const asset = settings.find(({ what }) => what === `assetOf(${ETH})`)
    assert.equal(asset?.expected, 'an answer')
    assert.match(asset?.actual ?? '', /could not decode result data/)
    assert.match(settings.find(({ what }) => what === 'treasurer()')?.actual ?? '', /could not decode/)
    await connection.close()
  })

  it('says so when a feed that it asks for its decimals does not answer', async () => {
    const { deployment, connection, verify } = await start()
    await connection.provider.request({ method: 'hardhat_setCode', params: [deployment.feed, '0x00'] })
    const finding = (await verify()).find(({ contract }) => contract === 'Local#Balances')
    assert.equal(finding?.what, `assetOf(${ETH}).feedDecimals`)
    assert.match(finding?.expected ?? '', /could not decode/)
    await connection.close()
  })

  it('does not vouch for lists when events are kept from it', async () => {
    const { connection, verify } = await start()
    const { provider } = connection
    const silent: ChainProvider = {
      async request(call) {
        if (call.method === 'eth_getLogs') throw new Error('no logs here')
        return provider.request(call)
      },
    }
    await assert.rejects(verify(silent), /no logs here/)
    const fromBlock = (await connection.ethers.provider.getBlockNumber()) + 1
    await assert.rejects(
      verifyModule(localModule, { provider, artifacts, parameters, fromBlock }),
      /Local#Balances was created before block \d+: begin the search earlier/,
    )
    await connection.close()
  })
})
