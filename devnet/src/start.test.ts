import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Devnet, PortTakenError, start } from './index.ts'

const oneEther = 10n ** 18n

describe('start', () => {
  let temporary: string
  let devnet: Devnet
  const previous = process.env['TMPDIR']

  before(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'space-start-'))
    process.env['TMPDIR'] = temporary
    devnet = await start()
  })
  after(async () => {
    await devnet?.stop()
    if (previous === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = previous
    rmSync(temporary, { recursive: true, force: true })
  })

  const readBalance = async (address: string) =>
    BigInt((await devnet.request('eth_getBalance', [address, 'latest'])) as string)
  const readHeight = async () => Number(await devnet.request('eth_blockNumber'))
  const queryIndex = async (query: string) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(devnet.indexUrl, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
    })
    return ((await response.json()) as { data: unknown }).data
  }

  it('gives a chain with the contracts, and the subgraph, on loopback', async () => {
    assert.equal(Number(await devnet.request('eth_chainId')), devnet.chainId)
    for (const name of ['names', 'balances', 'grants', 'coin', 'permit2', 'feed'] as const) {
      const code = await devnet.request('eth_getCode', [devnet.addresses[name], 'latest'])
      assert.ok(String(code).length > 100, name)
    }
    assert.deepEqual(await queryIndex('{ _meta { hasIndexingErrors } }'), {
      _meta: { hasIndexingErrors: false },
    })
    for (const url of [devnet.rpcUrl, devnet.indexUrl]) assert.equal(new URL(url).hostname, '127.0.0.1')
  })

  it('gives the accounts of the chain, with ether and their keys', async () => {
    const listed = (await devnet.request('eth_accounts')) as string[]
    assert.deepEqual(
      devnet.accounts.map(({ address }) => address.toLowerCase()),
      listed,
    )
    for (const { address } of devnet.accounts.slice(10)) {
      assert.equal(await readBalance(address), 10_000n * oneEther)
    }
    assert.equal(devnet.operator, devnet.accounts[1])
    assert.equal(
      devnet.operator.privateKey,
      '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
    )
  })

  it('funds an address with ether and coins', async () => {
    const address = `0x${'ab'.repeat(20)}`
    await devnet.fundEther(address, 7n)
    assert.equal(await readBalance(address), 7n)
    await devnet.fundCoins(address, 5n)
    const data = `0x70a08231${address.slice(2).padStart(64, '0')}`
    const coins = await devnet.request('eth_call', [{ to: devnet.addresses.coin, data }, 'latest'])
    assert.equal(BigInt(coins as string), 5n)
  })

  it('mines blocks, and drops them again', async () => {
    const height = await readHeight()
    const revert = await devnet.snapshot()
    await devnet.mine()
    await devnet.mine(3)
    assert.equal(await readHeight(), height + 4)
    await revert()
    assert.equal(await readHeight(), height)
    await assert.rejects(revert(), /the snapshot is gone/)
  })

  it('refuses a port that is in use, and says which', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    for (const options of [{ port }, { indexPort: port }]) {
      await assert.rejects(start(options), (error) => error instanceof PortTakenError && error.port === port)
    }
    server.close()
  })

  it('serves at the ports that were asked for', async () => {
    const [port, indexPort] = [await findFreePort(), await findFreePort()]
    const other = await start({ port, indexPort })
    assert.equal(other.rpcUrl, `http://127.0.0.1:${port}`)
    assert.equal(new URL(other.indexUrl).port, String(indexPort))
    await other.stop()
  })

  it('is ended by its signal while it starts, and leaves nothing', async () => {
    const before = readdirSync(temporary)
    for (const ms of [0, 300, 700]) {
      const controller = new AbortController()
      setTimeout(() => controller.abort(new Error('enough')), ms)
      await assert.rejects(start({ signal: controller.signal }), /^Error: enough$/)
    }
    assert.deepEqual(readdirSync(temporary), before)
  })

  it('stops once, and leaves nothing', async () => {
    assert.equal(readdirSync(temporary).length, 1)
    await Promise.all([devnet.stop(), devnet.stop()])
    await devnet.stop()
    await assert.rejects(fetch(devnet.rpcUrl))
    await assert.rejects(fetch(devnet.indexUrl))
    assert.deepEqual(readdirSync(temporary), [])
    assert.ok(existsSync(temporary))
  })
})

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
