import type { BaseContract, ContractTransactionReceipt, TypedDataField, Wallet } from 'ethers'
import { id } from 'ethers'
import { network } from 'hardhat'
import type { GasFigure } from './gas.ts'
import { fixedWallet, nameWord, send } from './names-balances.ts'

const NO_DEADLINE = 2n ** 40n - 1n
const WEEK = 7 * 24 * 3600

/** The EIP-712 types that `Names` takes signatures of. */
const types = {
  Register: fields(
    'address owner,bytes32 name,bytes32 keyDigest,uint8 options,uint16 generation,uint40 deadline',
  ),
  RotateKey: fields(
    'address owner,bytes32 name,uint16 generation,uint32 expectedEpoch,bytes32 keyDigest,uint40 deadline',
  ),
  SetAnchor: fields('address account,uint8 kind,uint32 expectedVersion,bytes32 digest,uint40 deadline'),
  Receive: fields(
    'bytes32 name,address from,address to,uint16 generation,uint32 keyEpoch,bytes32 keyDigest,uint8 kind,uint40 deadline',
  ),
}

/**
 * Deploys Names without a policy on the `local` network and measures its operations by receipts. All inputs are
 * fixed, so a figure changes only with the code.
 */
export async function measureNames(): Promise<GasFigure[]> {
  const { ethers, close } = await network.create('local')
  const figures: GasFigure[] = []
  const note = (operation: string, bar: number, receipt: ContractTransactionReceipt) =>
    figures.push({ operation: `Names.${operation}`, gas: Number(receipt.gasUsed), bar })

  try {
    const [owner, alice, bob] = await ethers.getSigners()
    if (!owner || !alice || !bob) throw new Error('The local network has fewer than 3 accounts')
    const carol = fixedWallet('carol')
    const names = await ethers.deployContract('Names', [owner, ethers.ZeroAddress])
    const sign = async (by: Wallet, type: keyof typeof types, message: Record<string, unknown>) =>
      by.signTypedData(await domainOf(names), { [type]: types[type] }, { ...message, deadline: NO_DEADLINE })
    const [first, second, third] = ['alice', 'bob', 'carol'].map(nameWord)
    const call = (by: typeof owner, method: string, ...args: unknown[]) => send(names, by, method, args)

    note('register', 71_000, await call(alice, 'register', first, id('key 1'), 0))
    note('register with primary', 95_000, await call(bob, 'register', second, id('key 1'), 1))
    note('rotateKey', 35_500, await call(alice, 'rotateKey', first, 1, id('key 2')))
    note('setPrimary', 47_500, await call(alice, 'setPrimary', first))
    note('setAnchor first', 69_500, await call(alice, 'setAnchor', 0, 0, id('anchor 1')))
    note('setAnchor again', 35_500, await call(alice, 'setAnchor', 0, 1, id('anchor 2')))

    const registration = { owner: carol.address, name: third, keyDigest: id('key 1'), options: 0 }
    const byCarol = await sign(carol, 'Register', { ...registration, generation: 1 })
    note(
      'registerFor',
      80_000,
      await call(owner, 'registerFor', carol, third, id('key 1'), 0, NO_DEADLINE, byCarol),
    )
    const rotation = { owner: carol.address, name: third, generation: 1, expectedEpoch: 1 }
    const rotated = await sign(carol, 'RotateKey', { ...rotation, keyDigest: id('key 2') })
    note(
      'rotateKeyFor',
      45_000,
      await call(owner, 'rotateKeyFor', third, 1, id('key 2'), NO_DEADLINE, rotated),
    )
    const anchor = { account: carol.address, kind: 0, expectedVersion: 0, digest: id('anchor 1') }
    const anchored = await sign(carol, 'SetAnchor', anchor)
    note(
      'setAnchorFor first',
      79_500,
      await call(owner, 'setAnchorFor', carol, 0, 0, id('anchor 1'), NO_DEADLINE, anchored),
    )

    const change = { name: first, from: alice.address, to: carol.address, generation: 1, keyEpoch: 2 }
    const consent = await sign(carol, 'Receive', { ...change, keyDigest: id('key 3'), kind: 1 })
    note(
      'transfer',
      46_000,
      await call(alice, 'transfer', first, carol, id('key 3'), 1, NO_DEADLINE, consent),
    )
    note('offer', 50_000, await call(bob, 'offer', second, alice, 2, NO_DEADLINE))
    note('accept', 39_000, await call(alice, 'accept', second, id('key 4')))

    note('setRecovery', 53_000, await call(alice, 'setRecovery', second, bob, WEEK, 1))
    note('startRecovery', 58_500, await call(bob, 'startRecovery', second, owner, id('key 5')))
    note('cancelRecovery', 34_500, await call(bob, 'cancelRecovery', second))
    note('removeRecovery by the agent', 29_500, await call(bob, 'removeRecovery', second))
    note('release', 30_000, await call(alice, 'release', second))

    note('commit', 45_000, await call(alice, 'commit', id('commitment')))
    return figures
  } finally {
    await close()
  }
}

async function domainOf(names: BaseContract) {
  const domain = await names.getFunction('eip712Domain')()
  const { name, version, chainId, verifyingContract } = domain
  return { name, version, chainId, verifyingContract }
}

function fields(text: string): TypedDataField[] {
  return text.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ')
    return { type, name }
  })
}
