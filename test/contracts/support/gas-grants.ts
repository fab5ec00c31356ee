import type { ContractTransactionReceipt, Signer } from 'ethers'
import { concat, id, toBeHex, Wallet, zeroPadValue } from 'ethers'
import { network } from 'hardhat'
import { type GasFigure, measureView } from './gas.ts'
import { folderOf, NO_EXPIRY, packTerms, role, walletSubject } from './grants.ts'
import {
  folderSubject,
  groupProof,
  groupSubject,
  hashLeaf,
  hashPair,
  leafProof,
  signedGrantProof,
  signForGrants,
} from './grants-proofs.ts'
import { nameWord, send } from './names-balances.ts'

const BATCH_GRANTS = 100
const BATCH_REVOKES = 50
const AUDIENCE_HEIGHT = 14
/** A time without zero bytes, so that calldata costs the same in every run. */
const EXPIRY = 0xee6b_2801n
const NO_PASS = `0x${'00'.repeat(32)}`

/**
 * Deploys Names and Grants on the `local` network and measures the operations of Grants: writes by their receipts,
 * views by the receipt of a transaction that does nothing else, less its base cost and calldata. Everything is
 * cold, as in a transaction of its own. All inputs are fixed, so a figure changes only with the code.
 */
export async function measureGrants(): Promise<GasFigure[]> {
  const { ethers, networkHelpers, close } = await network.create('local')
  const figures: GasFigure[] = []
  const note = (operation: string, bar: number, receipt: ContractTransactionReceipt, rows = 1) =>
    figures.push({ operation: `Grants.${operation}`, gas: Math.ceil(Number(receipt.gasUsed) / rows), bar })

  try {
    const [owner, anna, bob, cara, dan, eve] = await ethers.getSigners()
    if (!owner || !anna || !bob || !cara || !dan || !eve)
      throw new Error('The local network has fewer than 6 accounts')
    const names = await ethers.deployContract('Names', [owner, ethers.ZeroAddress])
    const grants = await ethers.deployContract('Grants', [names])
    const subjectsOf = (label: string, count: number) =>
      Promise.all(Array.from({ length: count }, (_, i) => walletSubject(new Wallet(id(`${label} ${i}`)))))
    const write = (by: Signer, method: string, args: unknown[]) => send(grants, by, method, args)
    const give = async (folder: string, by: Signer, to: string, terms: bigint) =>
      write(by, 'grant', [folder, to, terms, id('pass')])
    const take = (folder: string, by: Signer, subjects: string[]) =>
      write(by, 'revoke', [folder, concat(subjects)])
    const advance = (folder: string, epoch: number, narrowed: number, subjects: string[]) =>
      write(owner, 'advance', [folder, epoch, narrowed, id(`record ${epoch}`), 0, concat(subjects)])
    let salt = 0n
    const newFolder = () => folderOf(owner, ++salt)

    const [first, second, third] = await subjectsOf('member', 3)
    if (!first || !second || !third) throw new Error('Too few members')
    const reader = packTerms(role.reader)
    const delegate = packTerms(role.writer, 3n)

    const giving = await newFolder()
    note('grant, folder without state', 52_000, await give(giving, owner, first, reader))
    await take(giving, owner, [first])
    note('grant, folder with state', 52_000, await give(giving, owner, second, reader))
    await give(giving, owner, await walletSubject(anna), delegate)
    note('grant by a grantee', 55_000, await give(giving, anna, third, reader))
    note('deliver', 31_000, await write(owner, 'deliver', [giving, second, id('pass')]))
    const crowd = await subjectsOf('crowd', BATCH_GRANTS)
    const batch = await write(owner, 'grantBatch', [giving, reader, id('passes'), concat(crowd)])
    note(`grantBatch, each of ${BATCH_GRANTS}`, 24_500, batch, BATCH_GRANTS)

    const expiring = await newFolder()
    const untilExpiry = packTerms(role.reader, 0n, EXPIRY)
    note('grant with expiry, first in a folder', 74_500, await give(expiring, owner, first, untilExpiry))
    const untilSooner = packTerms(role.reader, 0n, EXPIRY - 1n)
    note('grant with expiry, again', 57_500, await give(expiring, owner, second, untilSooner))

    const taking = await newFolder()
    for (const subject of [first, second]) await give(taking, owner, subject, reader)
    note('revoke, first in a folder', 50_000, await take(taking, owner, [first]))
    await advance(taking, 0, 1, [])
    note('revoke, first since an advance', 32_700, await take(taking, owner, [second]))
    await give(taking, owner, first, reader)
    note('revoke, stale already', 29_600, await take(taking, owner, [first]))
    await give(taking, owner, await walletSubject(anna), delegate)
    await give(taking, anna, first, reader)
    note('revoke by a grantee', 33_500, await take(taking, anna, [first]))
    await give(taking, owner, await walletSubject(bob), reader)
    note('revoke, leaving', 31_000, await take(taking, bob, [await walletSubject(bob)]))
    const leavers = crowd.slice(0, BATCH_REVOKES)
    await write(owner, 'grantBatch', [taking, reader, NO_PASS, concat(leavers)])
    note(`revoke, each of ${BATCH_REVOKES}`, 5_700, await take(taking, owner, leavers), BATCH_REVOKES)

    const advancing = await newFolder()
    note('advance, first', 71_500, await advance(advancing, 0, 0, []))
    note('advance, steady', 37_500, await advance(advancing, 1, 0, []))
    const ten = crowd.slice(0, 10)
    await write(owner, 'grantBatch', [advancing, reader, NO_PASS, concat(ten)])
    note('advance, revoking 10', 83_500, await advance(advancing, 2, 0, ten))

    const look = async (operation: string, bar: number, args: unknown[], expected: boolean) => {
      const method = args.length === 4 ? withProof : withoutProof
      if ((await grants.getFunction(method)(...args)) !== expected)
        throw new Error(`${operation}: not ${expected}`)
      const gas = await measureView(owner, grants, grants.interface.encodeFunctionData(method, args))
      figures.push({ operation: `Grants.hasAccess, ${operation}`, gas, bar })
    }
    const looking = await newFolder()
    const name = nameWord('eve')
    await send(names, eve, 'register', [name, id('key'), 1])
    await give(looking, owner, await walletSubject(anna), delegate)
    await give(looking, anna, await walletSubject(bob), packTerms(role.writer, 2n))
    await give(looking, bob, await walletSubject(cara), packTerms(role.writer, 1n))
    await give(looking, cara, await walletSubject(dan), packTerms(role.writer))
    await give(
      looking,
      owner,
      await names.getFunction('subjectOf')(name),
      packTerms(role.reader, 0n, NO_EXPIRY),
    )
    await look('owner', 3_200, [looking, owner.address, role.writer], true)
    await look('wallet', 5_900, [looking, anna.address, role.writer], true)
    await look('1 hop', 8_700, [looking, bob.address, role.writer], true)
    await look('2 hops', 11_500, [looking, cara.address, role.writer], true)
    await look('3 hops', 14_300, [looking, dan.address, role.writer], true)
    await look('name proof', 14_000, [looking, eve.address, role.reader, concat(['0x01', name])], true)
    await look('primary name', 16_500, [looking, eve.address, role.reader], true)
    await look('miss', 11_000, [looking, new Wallet(id('nobody')).address, role.reader], false)

    const guarding = await newFolder()
    await advance(guarding, 0, 0, [])
    const block = (wallet: string) => write(owner, 'setBlocked', [guarding, true, wallet])
    note('setBlocked', 56_000, await block(new Wallet(id('blocked 1')).address))
    note('revokeAll', 30_500, await write(owner, 'revokeAll', [guarding]))

    const scheduling = await newFolder()
    await advance(scheduling, 0, 0, [])
    const plan = [scheduling, 1, id('record 1'), EXPIRY, EXPIRY + 1n]
    note('schedule, first', 74_000, await write(owner, 'schedule', plan))
    await networkHelpers.time.increaseTo(EXPIRY)
    note('activate', 40_500, await write(cara, 'activate', [scheduling]))

    const crowding = await newFolder()
    const audience = concat([owner.address, toBeHex(1, 12)])
    const { chainId } = await ethers.provider.getNetwork()
    const where = { chainId, grants: await grants.getAddress(), folder: crowding, id: audience }
    const leaf = { index: 1000, subject: await walletSubject(dan), terms: reader }
    const siblings = Array.from({ length: AUDIENCE_HEIGHT }, (_, i) => id(`sibling ${i}`))
    const root = siblings.reduce(hashPair, hashLeaf(where, leaf))
    const set = (expected: string, root: string) =>
      write(owner, 'setAudience', [crowding, audience, expected, root, id('manifest')])
    note('setAudience, first', 52_000, await set(NO_PASS, id('root')))
    note('setAudience, update', 35_000, await set(id('root'), root))
    const strike = (index: number) =>
      write(owner, 'revokeLeaves', [crowding, audience, root, toBeHex(index, 4)])
    await advance(crowding, 0, 0, [])
    note('revokeLeaves, first of 256', 59_500, await strike(0))
    note('revokeLeaves', 34_000, await strike(1))
    const proof = leafProof(audience, leaf, siblings)
    await look('leaf 14 deep', 17_800, [crowding, dan.address, role.reader, proof], true)

    const sharing = await newFolder()
    const adapter = await ethers.deployContract('OwnerAdapter')
    const groupId = zeroPadValue(eve.address, 32)
    await give(sharing, owner, await groupSubject(adapter, groupId), reader)
    await look('group', 12_800, [sharing, eve.address, role.reader, await groupProof(adapter, groupId)], true)
    await give(sharing, owner, folderSubject(looking), reader)
    await look(
      'folder as a group',
      14_400,
      [sharing, anna.address, role.reader, concat(['0x05', looking])],
      true,
    )
    const signed = { signer: owner.address, subject: await walletSubject(bob), terms: reader, nonce: 0n }
    const signature = await signForGrants(owner, grants, 'SignedGrant', {
      ...{
        ...signed,
        folder: sharing,
        role: role.reader,
        expiry: NO_EXPIRY,
        generation: 0,
        signerIssuedAt: 0,
      },
    })
    const signedProof = signedGrantProof(signed, signature)
    await look('signed grant', 13_900, [sharing, bob.address, role.reader, signedProof], true)

    const moving = await newFolder()
    await advance(moving, 0, 0, [])
    const until = EXPIRY + 0x0101_0000n
    note('offerFolder, first', 50_500, await write(owner, 'offerFolder', [moving, anna, until]))
    const accept = [moving, 1, 0, id('record 2'), 0, '0x']
    note('acceptFolder, first', 63_000, await write(anna, 'acceptFolder', accept))

    const relaying = await newFolder()
    const relay = async (type: 'GrantRequest' | 'RevokeRequest' | 'AdvanceRequest', message: object) =>
      signForGrants(owner, grants, type, { by: owner.address, folder: relaying, deadline: until, ...message })
    const grantFor = async (nonce: number, subject: string) => {
      const request = { subject, terms: reader, pass: id('pass'), nonce }
      const sig = await relay('GrantRequest', request)
      const args = [owner, relaying, subject, reader, id('pass'), nonce, until, sig]
      return write(eve, 'grantFor', args)
    }
    note('grantFor, first of 256', 86_000, await grantFor(0, first))
    note('grantFor', 68_500, await grantFor(1, second))
    await advance(relaying, 0, 0, [])
    const revokeSig = await relay('RevokeRequest', { subjects: first, nonce: 2 })
    note('revokeFor', 48_900, await write(eve, 'revokeFor', [owner, relaying, first, 2, until, revokeSig]))
    const step = { expectedEpoch: 1, expectedNarrowed: 1, record: id('record 3'), dueAt: 0, subjects: '0x' }
    const advanceSig = await relay('AdvanceRequest', { ...step, nonce: 3 })
    const advanceFor = [owner, relaying, 1, 1, step.record, 0, '0x', 3, until, advanceSig]
    note('advanceFor', 53_400, await write(eve, 'advanceFor', advanceFor))
    note('voidNonces', 29_700, await write(owner, 'voidNonces', [0, 16]))
    return figures
  } finally {
    await close()
  }
}

const withoutProof = 'hasAccess(bytes32,address,uint8)'
const withProof = 'hasAccess(bytes32,address,uint8,bytes)'
