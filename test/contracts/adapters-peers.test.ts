import assert from 'node:assert/strict'
import {
  AbiCoder,
  type BaseContract,
  concat,
  id,
  keccak256,
  type Signer,
  ZeroAddress,
  ZeroHash,
} from 'ethers'
import { network } from 'hardhat'
import { deployPeer, deployPeerProxy, peerAt, peersMissing } from './support/peers.ts'
import { deploySafe, executeBySafe } from './support/safe.ts'

/** What `Grants` gives an adapter. */
const ADAPTER_GAS = 100_000
const TRANSACTION_GAS = 21_000
const coder = AbiCoder.defaultAbiCoder()

/** An address in the first 20 bytes, zeros behind it. */
const groupOf = async (contract: BaseContract) =>
  concat([await contract.getAddress(), '0x000000000000000000000000'])

const suite = peersMissing === undefined ? describe : describe.skip

suite(`group adapters over real contracts${peersMissing === undefined ? '' : `: skipped, ${peersMissing}`}`, function () {
  this.timeout(300_000)

  let connection: Awaited<ReturnType<typeof network.create>>
  let owner: Signer
  let anna: Signer
  let bob: Signer

  before(async () => {
    connection = await network.create('local')
    const [first, second, third] = await connection.ethers.getSigners()
    if (!first || !second || !third) throw new Error('The local network has fewer than 3 accounts')
    ;[owner, anna, bob] = [first, second, third]
  })
  after(() => connection.close())

  /** Asks with the gas that an adapter has; what runs out is a no. */
  async function isMember(
    adapter: BaseContract,
    group: string,
    account: string,
    data = '0x',
  ): Promise<boolean> {
    const question = adapter.interface.encodeFunctionData('isMember', [group, account, data])
    // The transaction's own cost comes on top of what the adapter gets.
    const bytes = Buffer.from(question.slice(2), 'hex')
    const calldataGas = bytes.reduce((gas, byte) => gas + (byte === 0 ? 4 : 16), 0)
    try {
      const answer = await connection.ethers.provider.call({
        to: await adapter.getAddress(),
        data: question,
        gasLimit: ADAPTER_GAS + TRANSACTION_GAS + calldataGas,
      })
      return BigInt(answer) === 1n
    } catch {
      return false
    }
  }

  const addressOf = (signer: Signer) => signer.getAddress()
  const send = async (contract: BaseContract, by: Signer, method: string, ...args: unknown[]) =>
    (await (contract.connect(by) as BaseContract).getFunction(method).send(...args)).wait()

  describe('Safe 1.4.1', () => {
    it('its owners are members, as they come and go', async () => {
      const adapter = await connection.ethers.deployContract('SafeOwnersAdapter')
      const owners = await Promise.all([owner, anna].map(addressOf))
      const safe = await deploySafe(owner, owners, 2)
      const group = await groupOf(safe)
      assert.equal(await isMember(adapter, group, owners[1] as string), true)
      assert.equal(await isMember(adapter, group, await addressOf(bob)), false)
      assert.equal(
        await isMember(adapter, group, '0x0000000000000000000000000000000000000001'),
        false,
        'the sentinel',
      )

      const swap = safe.interface.encodeFunctionData('swapOwner', [
        owners[0],
        owners[1],
        await addressOf(bob),
      ])
      await executeBySafe(safe, [owner, anna], { to: await safe.getAddress(), data: swap })
      assert.equal(await isMember(adapter, group, owners[1] as string), false)
      assert.equal(await isMember(adapter, group, await addressOf(bob)), true)
    })
  })

  describe('EAS 1.9.0', () => {
    let eas: BaseContract
    let adapter: BaseContract
    let schema: string
    const noResolver = ZeroAddress

    before(async () => {
      const registry = await deployPeer('SchemaRegistry', owner)
      eas = await deployPeer('EAS', owner, await registry.getAddress())
      adapter = await connection.ethers.deployContract('AttestationAdapter', [eas])
      const register = registry.getFunction('register')
      schema = await register.staticCall('bool isMember', noResolver, true)
      await (await register.send('bool isMember', noResolver, true)).wait()
    })

    const groupBy = async (attester: Signer, of = schema) =>
      keccak256(coder.encode(['bytes32', 'address'], [of, await addressOf(attester)]))

    async function attest(
      by: Signer,
      recipient: Signer,
      { expiresAt = 0, bytes = 32 } = {},
    ): Promise<string> {
      const data = {
        recipient: await addressOf(recipient),
        expirationTime: expiresAt,
        revocable: true,
        refUID: ZeroHash,
        data: `0x${'01'.repeat(bytes)}`,
        value: 0,
      }
      const attestBy = (eas.connect(by) as BaseContract).getFunction('attest')
      const receipt = await (await attestBy.send({ schema, data })).wait()
      const [log] = receipt?.logs ?? []
      return log && eas.interface.parseLog(log)?.args['uid']
    }

    it('the attester’s attestation makes its recipient a member until it is revoked', async () => {
      const uid = await attest(anna, bob)
      const group = await groupBy(anna)
      assert.equal(await isMember(adapter, group, await addressOf(bob), uid), true)
      assert.equal(await isMember(adapter, group, await addressOf(anna), uid), false, 'only the recipient')
      assert.equal(
        await isMember(adapter, await groupBy(bob), await addressOf(bob), uid),
        false,
        'another attester',
      )
      assert.equal(
        await isMember(adapter, await groupBy(anna, id('other')), await addressOf(bob), uid),
        false,
      )
      assert.equal(await isMember(adapter, group, await addressOf(bob), id('no such attestation')), false)
      assert.equal(await isMember(adapter, group, await addressOf(bob), concat([uid, '0x00'])), false)

      await send(eas, anna, 'revoke', { schema, data: { uid, value: 0 } })
      assert.equal(await isMember(adapter, group, await addressOf(bob), uid), false)
    })

    it('an attestation to oneself counts only where one is the attester that is asked for', async () => {
      const uid = await attest(bob, bob)
      assert.equal(await isMember(adapter, await groupBy(anna), await addressOf(bob), uid), false)
    })

    it('an attestation ends with its expiry', async () => {
      const { time } = connection.networkHelpers
      const expiresAt = (await time.latest()) + 1000
      const uid = await attest(anna, bob, { expiresAt })
      const group = await groupBy(anna)
      assert.equal(await isMember(adapter, group, await addressOf(bob), uid), true)
      await time.increaseTo(expiresAt)
      assert.equal(await isMember(adapter, group, await addressOf(bob), uid), false)
    })

    it('an attestation with a kilobyte of data counts, one with four does not fit the gas', async () => {
      const group = await groupBy(anna)
      const small = await attest(anna, bob, { bytes: 1024 })
      assert.equal(await isMember(adapter, group, await addressOf(bob), small), true)
      const large = await attest(anna, bob, { bytes: 4096 })
      assert.equal(await isMember(adapter, group, await addressOf(bob), large), false)
    })
  })

  describe('Unlock 13, PublicLock 15', () => {
    it('the holder of a key is a member until it expires', async () => {
      const adapter = await connection.ethers.deployContract('UnlockKeyAdapter')
      const lock = await deployLock(owner)
      const group = await groupOf(lock)
      const holder = await addressOf(bob)
      assert.equal(await isMember(adapter, group, holder), false)
      const { time } = connection.networkHelpers
      const expiresAt = (await time.latest()) + 1000
      await send(lock, owner, 'grantKeys', [holder], [expiresAt], [holder])
      assert.equal(await isMember(adapter, group, holder), true)
      assert.equal(await isMember(adapter, group, await addressOf(anna)), false)
      await time.increaseTo(expiresAt + 1)
      assert.equal(await isMember(adapter, group, holder), false)
    })
  })
})

/** A lock with free keys of a year, made by Unlock as its users make it. */
async function deployLock(signer: Signer): Promise<BaseContract> {
  const unlock = await deployPeerProxy('Unlock', signer, 'initialize', await signer.getAddress())
  const send = async (method: string, ...args: unknown[]) =>
    (await unlock.getFunction(method).send(...args)).wait()
  const template = await deployPeer('PublicLock', signer)
  await send('addLockTemplate', await template.getAddress(), 15)
  await send('setLockTemplate', await template.getAddress())
  const year = 365 * 24 * 3600
  const setup = template.interface.encodeFunctionData('initialize', [
    await signer.getAddress(),
    year,
    ZeroAddress,
    0,
    2n ** 256n - 1n,
    'members',
  ])
  const create = unlock.getFunction('createUpgradeableLockAtVersion(bytes,uint16)')
  const lock: string = await create.staticCall(setup, 15)
  await (await create.send(setup, 15)).wait()
  return peerAt('PublicLock', lock, signer)
}
