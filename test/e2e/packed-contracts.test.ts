import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { grantsAbi } from '@space/sdk/chain'
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

const root = join(import.meta.dirname, '../..')
const NO_EXPIRY = 2n ** 36n - 1n
const READER = 1n << 40n
const denied = new RegExp(id('FolderAccessDenied(bytes32,address,uint8)').slice(0, 10))

/** Packs the Solidity package and installs it into a copy of the example, where nothing else of this repository is. */
describe('the packed contracts', { timeout: 600_000 }, () => {
  let app: string
  let network: LocalNetwork
  let rpc: JsonRpcProvider

  const run = (command: string, ...args: string[]) => {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: app, encoding: 'utf8' })
    assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}${error?.message ?? ''}`)
    return stdout
  }
  const hardhat = (...args: string[]) =>
    run(process.execPath, 'node_modules/hardhat/dist/src/cli.js', ...args)

  before(async () => {
    app = realpathSync(mkdtempSync(join(tmpdir(), 'space-gate-')))
    const packed = run(process.execPath, join(root, 'scripts/pack.ts'), '@space/contracts', '--to', app)
    const tarball = /^@space\/contracts (.*)$/m.exec(packed)?.[1] as string
    const fresh = (path: string) => !/node_modules|artifacts|cache|package-lock/.test(path)
    cpSync(join(root, 'examples/solidity-gate'), app, { recursive: true, filter: fresh })
    run('npm', 'install', '--no-audit', '--no-fund', tarball)
    rmSync(tarball)
    network = await startLocalNetwork()
    rpc = new JsonRpcProvider(network.rpcUrl, undefined, { cacheTimeout: -1 })
  })
  after(async () => {
    rpc?.destroy()
    await network?.stop()
    rmSync(app, { recursive: true, force: true })
  })

  test('hold interfaces, the gate and ABIs, and no implementation', () => {
    const files = globSync('**/*.*', { cwd: join(app, 'node_modules/@space/contracts') })
    for (const file of ['interfaces/IGrants.sol', 'access/AccessGate.sol', 'abi/Grants.json', 'README.md'])
      assert.ok(files.includes(file), file)
    const allowed =
      /^(interfaces\/I|adapters\/interfaces\/I|access\/AccessGate|abi\/|package\.json|README\.md)/
    assert.deepEqual(
      files.filter((file) => !allowed.test(file)),
      [],
    )
    assert.deepEqual(
      JSON.parse(readFileSync(join(app, 'node_modules/@space/contracts/abi/Grants.json'), 'utf8')),
      grantsAbi,
    )
  })

  test('compile in another project, with its own compiler, and pass its tests', () => {
    assert.match(hardhat('build'), /solc 0\.8\.30/)
    assert.match(hardhat('test', 'solidity'), /3 passing/)
  })

  test('open and close on a chain with the real Grants', async () => {
    const artifact = 'artifacts/contracts/MinuteBook.sol/MinuteBook.json'
    const { abi, bytecode } = JSON.parse(readFileSync(join(app, artifact), 'utf8'))
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
