import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import { balancesAbi } from '@space/sdk/chain'
import { Contract, getBytes, hexlify, JsonRpcProvider } from 'ethers'
import hre from 'hardhat'
import { deployLocal } from '../../deploy/deploy-local.ts'
import type { Finding } from '../../deploy/finding.ts'
import { localModule } from '../../deploy/modules/local.ts'
import { readParameters } from '../../deploy/read-parameters.ts'
import { verifyModule } from '../../deploy/verify-module.ts'
import { countLocalContracts } from './support/plan-local.ts'

const deployFolder = join(import.meta.dirname, '../../deploy')
const artifacts = new HardhatArtifactResolver(hre.artifacts)
type Connection = Awaited<ReturnType<typeof hre.network.create>>

/** A fresh chain with everything deployed. */
async function start() {
  const connection = await hre.network.create('local')
  const deployment = await deployLocal(connection)
  const parameters = await readParameters(join(deployFolder, 'parameters/local.json'))
  const verify = () => verifyModule(localModule, { provider: connection.provider, artifacts, parameters })
  return { connection, deployment, verify, ethers: connection.ethers, close: () => connection.close() }
}

/** Changes one byte of a contract's code. */
async function flipByte({ provider }: Connection, address: string, at: number): Promise<void> {
  const code = getBytes(
    (await provider.request({ method: 'eth_getCode', params: [address, 'latest'] })) as string,
  )
  code[at] = (code[at] ?? 0) ^ 1
  await provider.request({ method: 'hardhat_setCode', params: [address, hexlify(code)] })
}

const shape = (findings: readonly Finding[]) =>
  findings.map(({ contract, kind, what }) => [contract, kind, what])

describe('verify', function () {
  this.timeout(300_000)

  it('finds nothing wrong with a fresh deployment', async () => {
    const { verify, close } = await start()
    assert.deepEqual(await verify(), [])
    await close()
  })

  it('finds a contract that is not there', async () => {
    const connection = await hre.network.create('local')
    const parameters = await readParameters(join(deployFolder, 'parameters/local.json'))
    const findings = await verifyModule(localModule, { provider: connection.provider, artifacts, parameters })
    assert.equal(findings.length, await countLocalContracts())
    assert.ok(findings.every(({ kind, actual }) => kind === 'missing' && actual === 'no code'))
    await connection.close()
  })

  it('finds one changed byte of code, wherever it is', async () => {
    for (const at of [0, 1000, -1]) {
      const started = await start()
      const { grants } = started.deployment
      const length = getBytes(await started.ethers.provider.getCode(grants)).length
      await flipByte(started.connection, grants, at < 0 ? length + at : at)
      const [found] = await started.verify()
      assert.deepEqual([found?.contract, found?.kind], ['Grants#Grants', 'code'])
      assert.notEqual(found?.actual, found?.expected)
      await started.close()
    }
  })

  it('finds an immutable value that was exchanged, although the code is masked there', async () => {
    const started = await start()
    const { grants, names } = started.deployment
    const artifact = await hre.artifacts.readArtifact('Grants')
    const references = (
      artifact as { immutableReferences?: Record<string, { start: number; length: number }[]> }
    ).immutableReferences
    const code = getBytes(await started.ethers.provider.getCode(grants))
    const places = Object.values(references ?? {})
      .flat()
      .filter(({ start, length }) =>
        hexlify(code.slice(start, start + length)).endsWith(names.slice(2).toLowerCase()),
      )
    assert.ok(places.length > 0)
    for (const { start, length } of places) await flipByte(started.connection, grants, start + length - 1)
    const findings = await started.verify()
    assert.deepEqual(shape(findings), [['Grants#Grants', 'parameter', 'names()']])
    assert.equal(findings[0]?.expected, names)
    await started.close()
  })

  it('finds a setting that was changed since', async () => {
    const { verify, deployment, ethers, close } = await start()
    const balances = await ethers.getContractAt('Balances', deployment.balances)
    const [owner, heir] = await ethers.getSigners()
    await (await balances.getFunction('transferOwnership').send(heir)).wait()
    const accepting = balances.connect(heir ?? null) as typeof balances
    await (await accepting.getFunction('acceptOwnership').send()).wait()
    assert.deepEqual(await verify(), [
      {
        contract: 'Local#Balances',
        kind: 'parameter',
        what: 'owner()',
        expected: owner?.address,
        actual: heir?.address,
      },
    ])
    await close()
  })

  describe('on the command line', () => {
    let server: Awaited<ReturnType<typeof hre.network.createServer>>
    let url: string
    before(async () => {
      server = await hre.network.createServer('local', '127.0.0.1', 0)
      url = `http://127.0.0.1:${(await server.listen()).port}`
    })
    after(() => server.close())

    const run = (script: string, ...args: string[]) =>
      new Promise<{ code: number; output: string }>((resolve) => {
        const given = [join(deployFolder, script), '--rpc', url, ...args]
        execFile(process.execPath, given, (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
        )
      })

    it('reports to people and to programs, for the modules that are named', async () => {
      const before = await run('verify.ts', '--json')
      assert.equal(before.code, 1)
      const { ok, findings } = JSON.parse(before.output)
      assert.deepEqual(
        [ok, findings.length, findings[0].kind],
        [false, await countLocalContracts(), 'missing'],
      )

      const deployed = await run('deploy.ts')
      assert.equal(deployed.code, 0, deployed.output)
      assert.match(deployed.output, /^0x\w{40} {2}Names#Names, deployed$/m)
      const after = await run('verify.ts')
      assert.deepEqual(after, { code: 0, output: 'everything is as it should be\n' })

      const adapters = await run('deploy.ts', '--modules', 'local,adapters')
      assert.equal(adapters.code, 0, adapters.output)
      assert.match(adapters.output, /^0x\w{40} {2}Names#Names, was there$/m)
      assert.match(adapters.output, /^0x\w{40} {2}Adapters#VotesAdapter, deployed$/m)
      const known = await run('verify.ts', '--modules', 'adapters', '--json')
      assert.deepEqual([known.code, JSON.parse(known.output)], [0, { ok: true, findings: [] }])

      const [, address = ''] = /^(0x\w{40}) {2}Local#Balances,/m.exec(deployed.output) ?? []
      const owner = await new JsonRpcProvider(url, 31337, { staticNetwork: true }).getSigner(0)
      await (
        await new Contract(address, balancesAbi, owner).getFunction('lowerIssuerCeilings').send(3, 0)
      ).wait()
      const lowered = await run('verify.ts')
      assert.equal(lowered.code, 1)
      assert.match(
        lowered.output,
        /^Local#Balances parameter: cardIssuer\(\).issueCents is 3, should be 10000000$/m,
      )
      const report = JSON.parse((await run('verify.ts', '--json')).output)
      assert.deepEqual(report.findings[1], {
        contract: 'Local#Balances',
        kind: 'parameter',
        what: 'cardIssuer().reverseCents',
        expected: '10000000',
        actual: '0',
      })
      assert.deepEqual([report.ok, report.findings.length], [false, 2])
    })

    it('refuses what it cannot mean', async () => {
      const junk = await run('verify.ts', '--from-block', '12a')
      assert.match(junk.output, /--from-block is no block number: 12a/)
      const elsewhere = await run('verify.ts', '--chain', 'optimism')
      assert.equal(elsewhere.code, 1)
      assert.match(elsewhere.output, /optimism has chain id 10, the node at \S+ has 31337/)
    })
  })
})
