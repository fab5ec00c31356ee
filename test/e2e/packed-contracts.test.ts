import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import {
  type BaseContract,
  ContractFactory,
  concat,
  id,
  JsonRpcProvider,
  type Signer,
  toBeHex,
  zeroPadValue,
} from 'ethers'
import { type LocalNetwork, startLocalNetwork } from '../support/local-network.ts'
import { createPackedApp, type PackedApp } from '../support/packed-app.ts'

/** The ABI as the compiler wrote it. */
const { abi: grantsAbi } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../artifacts/contracts/grants/Grants.sol/Grants.json'), 'utf8'),
)
const NO_EXPIRY = 2n ** 36n - 1n
const READER = 1n << 40n
const denied = new RegExp(id('FolderAccessDenied(bytes32,address,uint8)').slice(0, 10))

/** Installs the packed Solidity package into a copy of the example, where nothing else of this repository is. */
describe('the packed contracts', { timeout: 600_000 }, () => {
  let app: PackedApp
  let network: LocalNetwork
  let rpc: JsonRpcProvider

  const hardhat = (...args: string[]) =>
    app.run(process.execPath, 'node_modules/hardhat/dist/src/cli.js', ...args)

  before(async () => {
    app = createPackedApp({ packages: ['@space/contracts'], example: 'solidity-gate' })
    network = await startLocalNetwork()
    rpc = new JsonRpcProvider(network.rpcUrl, undefined, { cacheTimeout: -1 })
  })
  after(async () => {
    rpc?.destroy()
    await network?.stop()
    app?.remove()
  })

  test('hold interfaces, the gate and ABIs, and no implementation', () => {
    const files = globSync('**/*.*', { cwd: join(app.folder, 'node_modules/@space/contracts') })
    for (const file of ['interfaces/IGrants.sol', 'access/AccessGate.sol', 'abi/Grants.json', 'README.md'])
      assert.ok(files.includes(file), file)
    const allowed =
      /^(interfaces\/I|adapters\/interfaces\/I|access\/AccessGate|abi\/|package\.json|README\.md)/
    assert.deepEqual(
      files.filter((file) => !allowed.test(file)),
      [],
    )
    assert.deepEqual(
      JSON.parse(readFileSync(join(app.folder, 'node_modules/@space/contracts/abi/Grants.json'), 'utf8')),
      grantsAbi,
    )
  })

  test('compile in another project, with its own compiler, and pass its tests', () => {
    assert.match(hardhat('build'), /solc 0\.8\.30/)
    assert.match(hardhat('test', 'solidity'), /3 passing/)
  })

  test('open and close on a chain with the real Grants', async () => {
    const artifact = 'artifacts/contracts/MinuteBook.sol/MinuteBook.json'
    const { abi, bytecode } = JSON.parse(readFileSync(join(app.folder, artifact), 'utf8'))
    const [owner, member, stranger] = [await rpc.getSigner(0), await rpc.getSigner(1), await rpc.getSigner(2)]
    const folder = concat([await owner.getAddress(), toBeHex(1n, 12)])
    const { grants: at } = network.addresses
    const book = await new ContractFactory(abi, bytecode, owner).deploy(at, folder)
    const grants = new ContractFactory(grantsAbi, '0x', owner).attach(at)
    const send = async (contract: BaseContract, by: Signer, method: string, ...args: unknown[]) =>
      (await (contract.connect(by) as BaseContract).getFunction(method).send(...args)).wait()

    const subject = zeroPadValue(await member.getAddress(), 32)
    await send(grants, owner, 'grant', folder, subject, NO_EXPIRY | READER, id('pass'))
    await send(book, owner, 'enter', id('picnic'))
    await send(book, member, 'vote', id('picnic'))
    await assert.rejects(send(book, stranger, 'vote', id('picnic')), denied)
    await assert.rejects(send(book, member, 'enter', id('dance')), denied)
    await send(grants, owner, 'revoke', folder, subject)
    await send(book, owner, 'enter', id('dance'))
    await assert.rejects(send(book, member, 'vote', id('dance')), denied)
    assert.equal(await (book as BaseContract).getFunction('votesFor')(id('picnic')), 1n)
  })
})
