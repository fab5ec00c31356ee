import { AbiCoder, concat, dataLength, id, keccak256, type Signer, toBeHex, ZeroHash } from 'ethers'
import { network } from 'hardhat'
import { type GasFigure, measureView } from './gas.ts'
import { folderOf, packTerms, role } from './grants.ts'
import { groupProof, groupSubject } from './grants-proofs.ts'
import { send } from './names-balances.ts'

const coder = AbiCoder.defaultAbiCoder()
const ONE = toBeHex(1, 32)

/**
 * Measures `hasAccess` of a group through each adapter, everything cold. What the adapter asks is a contract that answers
 * at once, so a figure is what Grants and adapter take; the gas of the other protocol comes on top.
 */
export async function measureAdapters(): Promise<GasFigure[]> {
  const { ethers, close } = await network.create('local')
  try {
    const [owner, eve] = await ethers.getSigners()
    if (!owner || !eve) throw new Error('The local network has fewer than 2 accounts')
    const names = await ethers.deployContract('Names', [owner, ethers.ZeroAddress])
    const grants = await ethers.deployContract('Grants', [names])
    // One token, one vote, or yes; and, for who reads a second word, from now on.
    const yes = await deployAnswer(owner, concat([ONE, ZeroHash]))
    const attested = await deployAnswer(owner, encodeAttestation(eve.address, owner.address))
    const item = coder.encode(['address', 'uint256', 'uint256'], [yes, 1, 1])
    const attester = coder.encode(['bytes32', 'address'], [id('schema'), owner.address])
    const at = (rest: string) => concat([yes, toBeHex(rest, 12)])

    /** Each adapter with its constructor's arguments, and a group with what a member brings. */
    const groups: [adapter: string, args: string[], groupId: string, data?: string][] = [
      ['VotesAdapter', [], at('0x01000000000100')],
      ['Erc721Adapter', [], at('0x01')],
      ['Erc1155Adapter', [], keccak256(item), item],
      ['AccessRoleAdapter', [], at('0x07')],
      ['SafeOwnersAdapter', [], at('0x00')],
      ['UnlockKeyAdapter', [], at('0x00')],
      ['HatsAdapter', [yes], id('hat')],
      ['AttestationAdapter', [attested], keccak256(attester), id('attestation')],
    ]
    const figures: GasFigure[] = []
    for (const [i, [name, args, groupId, data]] of groups.entries()) {
      const adapter = await ethers.deployContract(name, args)
      const folder = await folderOf(owner, BigInt(i))
      const subject = await groupSubject(adapter, groupId)
      await send(grants, owner, 'grant', [folder, subject, packTerms(role.reader), ZeroHash])
      const call = grants.getFunction('hasAccess(bytes32,address,uint8,bytes)')
      const question = [folder, eve.address, role.reader, await groupProof(adapter, groupId, data)]
      if (!(await call(...question))) throw new Error(`${name} does not let in who is a member`)
      const gas = await measureView(owner, grants, (await call.populateTransaction(...question)).data)
      figures.push({ operation: `Grants.hasAccess, ${name}`, gas })
    }
    return figures
  } finally {
    await close()
  }
}

/** Deploys code that answers every call with `data`: it copies what follows its twelve bytes, and returns it. */
async function deployAnswer(signer: Signer, data: string): Promise<string> {
  const size = toBeHex(dataLength(data), 2)
  const answer = concat(['0x61', size, '0x600c5f39', '0x61', size, '0x5ff3', data])
  const length = toBeHex(dataLength(answer), 2)
  const create = concat(['0x61', length, '0x600c5f39', '0x61', length, '0x5ff3', answer])
  const receipt = await (await signer.sendTransaction({ data: create })).wait()
  if (!receipt?.contractAddress) throw new Error('nothing was deployed')
  return receipt.contractAddress
}

/** What EAS answers: an attestation that neither expires nor was revoked, with no data. */
function encodeAttestation(recipient: string, attester: string): string {
  const times = ['uint64', 'uint64', 'uint64']
  const type = ['bytes32', 'bytes32', ...times, 'bytes32', 'address', 'address', 'bool', 'bytes']
  const value = [id('attestation'), id('schema'), 1, 0, 0, ZeroHash, recipient, attester, true, '0x']
  return coder.encode([`tuple(${type.join(',')})`], [value])
}
