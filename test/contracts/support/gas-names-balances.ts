import type { BaseContract, ContractTransactionReceipt, Signer } from 'ethers'
import { id, Wallet } from 'ethers'
import { network } from 'hardhat'
import { nameWord, send } from './names-balances.ts'

/** What one operation costs, beside what it may cost. */
export interface GasFigure {
  /** Name of the operation, as it stands in `contracts/gas.json`. */
  operation: string
  /** Gas of the receipt, the transaction's base cost and calldata included; for batches the share of one row. */
  gas: number
  /** Most that `gas` may be. */
  bar: number
}

/**
 * Deploys Names on the `local` network and measures its operations by receipts. All inputs are fixed, so a figure
 * changes only with the code.
 */
export async function measureNames(): Promise<GasFigure[]> {
  const { ethers, close } = await network.create('local')
  const figures: GasFigure[] = []
  const note = (operation: string, bar: number, receipt: ContractTransactionReceipt) =>
    figures.push({ operation, gas: Number(receipt.gasUsed), bar })

  try {
    const [owner, alice, bob] = await ethers.getSigners()
    if (!owner || !alice || !bob) throw new Error('The local network has fewer than 3 accounts')

    const names = await ethers.deployContract('Names')
    note('Names.register', 71_000, await send(names, alice, 'register', [nameWord('alice'), id('key 1'), 0]))
    note(
      'Names.register with primary',
      95_000,
      await send(names, bob, 'register', [nameWord('bob'), id('key 1'), 1]),
    )
    note(
      'Names.rotateKey',
      35_500,
      await send(names, alice, 'rotateKey', [nameWord('alice'), 1, id('key 2')]),
    )
    note('Names.setPrimary', 47_500, await send(names, alice, 'setPrimary', [nameWord('alice')]))
    note('Names.setAnchor first', 69_500, await send(names, alice, 'setAnchor', [0, 0, id('anchor 1')]))
    note('Names.setAnchor again', 35_500, await send(names, alice, 'setAnchor', [0, 1, id('anchor 2')]))
    note('Names.registerFor', 80_000, await registerFor(names, owner, fixedWallet('carol')))
    return figures
  } finally {
    await close()
  }
}

async function registerFor(names: BaseContract, relayer: Signer, owner: Wallet) {
  const { chainId } = await relayerNetwork(relayer)
  const domain = { name: 'Space Names', version: '1', chainId, verifyingContract: await names.getAddress() }
  const types = {
    Register: [
      { name: 'owner', type: 'address' },
      { name: 'name', type: 'bytes32' },
      { name: 'keyDigest', type: 'bytes32' },
      { name: 'options', type: 'uint8' },
      { name: 'generation', type: 'uint16' },
      { name: 'deadline', type: 'uint40' },
    ],
  }
  const message = {
    owner: owner.address,
    name: nameWord('carol'),
    keyDigest: id('key 1'),
    options: 0,
    generation: 1,
    deadline: 2n ** 40n - 1n,
  }
  const signature = await owner.signTypedData(domain, types, message)
  return send(names, relayer, 'registerFor', [
    message.owner,
    message.name,
    message.keyDigest,
    message.options,
    message.deadline,
    signature,
  ])
}

async function relayerNetwork(signer: Signer) {
  if (signer.provider === null)
    throw new Error('The signer has no provider: take it from ethers.getSigners()')
  return signer.provider.getNetwork()
}

/** A wallet that is the same in every run, so that calldata and gas are too. */
function fixedWallet(seed: string): Wallet {
  return new Wallet(id(seed))
}
