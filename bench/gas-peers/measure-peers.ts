import { join } from 'node:path'
import { type BaseContract, ContractFactory, id, type Signer, Wallet, ZeroAddress, ZeroHash } from 'ethers'
import { network } from 'hardhat'
import { deployPeer, deployPeerProxy, peerAt } from '../../test/contracts/support/peers.ts'
import { type Compiled, compileSolidity } from '../../test/support/compile-solidity.ts'

/** What one operation of a peer costs here, and what earlier studies of the same peer found. */
export type PeerFigure = { operation: string; gas: number; published: number }

const here = import.meta.dirname
const TRANSACTION_GAS = 21_000
const ZERO_BYTE_GAS = 4
const OTHER_BYTE_GAS = 16
const KEYS = 50
/**
 * Measures what peers take for giving one account one right: receipts with everything cold, views less the
 * transaction's base cost and calldata. OpenZeppelin and Solady are compiled as their projects compile them (200 and
 * 1,000 runs, no IR), EAS and Unlock are the bytecode of their packages.
 */
export async function measurePeers(): Promise<PeerFigure[]> {
  const { ethers, close } = await network.create('local')
  const [owner] = await ethers.getSigners()
  if (owner === undefined) throw new Error('The local network has no account')
  const figures: PeerFigure[] = []
  const note = (operation: string, gas: number, published: number) =>
    figures.push({ operation, gas, published })
  const bench = { owner, holder: fixedAddress('holder'), note }
  await measureRoles(bench)
  await measureEas(bench)
  await measureUnlock(bench)
  await close()
  return figures
}

type Bench = { owner: Signer; holder: string; note(operation: string, gas: number, published: number): void }

async function measureRoles({ owner, holder, note }: Bench): Promise<void> {
  const oz = compileSolidity(join(here, 'sources/openzeppelin.sol'), { runs: 200 })
  const solady = compileSolidity(join(here, 'sources/solady.sol'), { runs: 1_000, evmVersion: 'paris' })
  const role = id('EDITOR')
  const admin = await owner.getAddress()

  const control = await deploy(oz['Roles'], owner, admin)
  note('OpenZeppelin AccessControl grantRole', await send(control, 'grantRole', role, holder), 51_299)
  note('OpenZeppelin AccessControl hasRole', await look(control, owner, 'hasRole', role, holder), 2_603)
  note('OpenZeppelin AccessControl revokeRole', await send(control, 'revokeRole', role, holder), 29_381)

  const manager = await deploy(oz['Manager'], owner, admin)
  note('OpenZeppelin AccessManager grantRole', await send(manager, 'grantRole', 7, holder, 0), 54_774)
  note('OpenZeppelin AccessManager hasRole', await look(manager, owner, 'hasRole', 7, holder), 3_485)
  note('OpenZeppelin AccessManager revokeRole', await send(manager, 'revokeRole', 7, holder), 30_794)

  note(
    'OpenZeppelin ERC-1155 mint',
    await send(await deploy(oz['Items'], owner, admin), 'mint', holder, 7),
    50_171,
  )
  note(
    'Solady ERC-1155 mint',
    await send(await deploy(solady['Items'], owner, admin), 'mint', holder, 7),
    49_320,
  )
  const flags = await deploy(solady['Flags'], owner, admin)
  note('Solady OwnableRoles grantRoles', await send(flags, 'grantRoles', holder, 1), 47_847)
  const timed = await deploy(solady['Timed'], owner, admin)
  const forever = 2n ** 40n - 1n
  note('Solady TimedRoles setTimedRole', await send(timed, 'setTimedRole', holder, 7, 0, forever), 49_629)
  note('Solady TimedRoles timedRoleActive', await look(timed, owner, 'timedRoleActive', holder, 7), 2_676)
  const listed = await deploy(solady['Listed'], owner, admin)
  note('Solady EnumerableRoles setRole', await send(listed, 'setRole', holder, 7, true), 71_596)
}

async function measureEas({ owner, holder, note }: Bench): Promise<void> {
  const registry = await deployPeer('SchemaRegistry', owner)
  const eas = await deployPeer('EAS', owner, await registry.getAddress())
  const schema = await registry.getFunction('register').staticCall('bool member', ZeroAddress, true)
  await send(registry, 'register', 'bool member', ZeroAddress, true)
  const attest = async (bytes: number) => {
    const data = `0x${'11'.repeat(bytes)}`
    const attestation = {
      recipient: holder,
      expirationTime: 0,
      revocable: true,
      refUID: ZeroHash,
      data,
      value: 0,
    }
    return (await eas.getFunction('attest').send({ schema, data: attestation })).wait()
  }
  // The first attestation of a schema would pay for what the schema shares.
  await attest(0)
  const small = await attest(0)
  note('EAS attest, 0 bytes', Number(small?.gasUsed), 161_880)
  note('EAS attest, 96 bytes', Number((await attest(96))?.gasUsed), 249_462)
  const uid = small?.logs.map((log) => eas.interface.parseLog(log)?.args['uid'])[0]
  note('EAS getAttestation', await look(eas, owner, 'getAttestation', uid), 23_656)
  note('EAS revoke', await send(eas, 'revoke', { schema, data: { uid, value: 0 } }), 68_547)
}

async function measureUnlock({ owner, note }: Bench): Promise<void> {
  const admin = await owner.getAddress()
  const unlock = await deployPeerProxy('Unlock', owner, 'initialize', admin)
  const template = await deployPeer('PublicLock', owner)
  await send(unlock, 'addLockTemplate', await template.getAddress(), 15)
  await send(unlock, 'setLockTemplate', await template.getAddress())
  const setup = template.interface.encodeFunctionData('initialize', [
    admin,
    10 ** 9,
    ZeroAddress,
    0,
    1_000_000,
    'club',
  ])
  const create = 'createUpgradeableLockAtVersion(bytes,uint16)'
  const address: string = await unlock.getFunction(create).staticCall(setup, 15)
  await send(unlock, create, setup, 15)
  const lock = peerAt('PublicLock', address, owner)
  const give = (label: string, count: number) => {
    const holders = Array.from({ length: count }, (_, i) => fixedAddress(`${label} ${i}`))
    return send(
      lock,
      'grantKeys',
      holders,
      holders.map(() => 10n ** 11n),
      holders,
    )
  }
  await send(lock, 'updateLockConfig', 10 ** 9, 1_000_000, 1)
  await give('first', 1)
  note('Unlock grantKeys, one', await give('second', 1), 197_547)
  note(`Unlock grantKeys, each of ${KEYS}`, Math.ceil((await give('crowd', KEYS)) / KEYS), 145_718)
  note('Unlock getHasValidKey', await look(lock, owner, 'getHasValidKey', fixedAddress('second 0')), 17_148)
}

async function deploy(
  source: Compiled | undefined,
  signer: Signer,
  ...args: unknown[]
): Promise<BaseContract> {
  if (source === undefined) throw new Error('a source lacks a contract that is measured')
  const contract = await new ContractFactory(source.abi, source.bytecode, signer).deploy(...args)
  return contract.waitForDeployment()
}

async function send(contract: BaseContract, method: string, ...args: unknown[]): Promise<number> {
  const receipt = await (await contract.getFunction(method).send(...args)).wait()
  return Number(receipt?.gasUsed)
}

async function look(
  contract: BaseContract,
  signer: Signer,
  method: string,
  ...args: unknown[]
): Promise<number> {
  const data = contract.interface.encodeFunctionData(method, args)
  const receipt = await (await signer.sendTransaction({ to: contract, data, gasLimit: 1_000_000 })).wait()
  const bytes = Buffer.from(data.slice(2), 'hex')
  const calldata = bytes.reduce((gas, byte) => gas + (byte === 0 ? ZERO_BYTE_GAS : OTHER_BYTE_GAS), 0)
  return Number(receipt?.gasUsed) - TRANSACTION_GAS - calldata
}

function fixedAddress(label: string): string {
  return new Wallet(id(label)).address
}
