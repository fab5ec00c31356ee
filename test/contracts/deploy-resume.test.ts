import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { contractAddresses } from '@space/sdk/chain'
import hre from 'hardhat'
import { CONTRACT_CREATION, CREATE_X } from '../../deploy/create2.ts'
import { deployLocal } from '../../deploy/deploy-local.ts'
import type { ChainProvider } from '../../deploy/deploy-module.ts'
import { countLocalContracts } from './support/plan-local.ts'

const CONTRACTS = await countLocalContracts()
const child = join(import.meta.dirname, '../support/deploy-child.ts')
type Connection = Awaited<ReturnType<typeof hre.network.create>>

/** How many contracts the factory has made, and how many different ones. */
async function countCreations({ provider }: Connection): Promise<[number, number]> {
  const filter = { address: CREATE_X, topics: [CONTRACT_CREATION], fromBlock: '0x0' }
  const logs = (await provider.request({ method: 'eth_getLogs', params: [filter] })) as { topics: string[] }[]
  return [logs.length, new Set(logs.map(({ topics }) => topics[1])).size]
}

/** Breaks off when so many transactions have been sent. */
const breakAfter = (transactions: number, provider: ChainProvider): ChainProvider => ({
  async request(call) {
    const answer = await provider.request(call)
    if (call.method === 'eth_sendTransaction' && --transactions === 0) throw new Error('broken off')
    return answer
  },
})

describe('a deployment that was broken off', function () {
  this.timeout(300_000)

  for (let sent = 1; sent <= CONTRACTS; sent++) {
    it(`after transaction ${sent} of ${CONTRACTS} is completed by the next run, which repeats none`, async () => {
      const connection = await hre.network.create('local')
      const provider = breakAfter(sent, connection.provider)
      await assert.rejects(deployLocal({ provider }), /broken off/)
      assert.deepEqual(await countCreations(connection), [sent, sent])

      const { chainId, names, grants, balances, deployBlock } = await deployLocal(connection)
      assert.deepEqual(contractAddresses[chainId], { names, grants, balances, deployBlock })
      assert.deepEqual(await countCreations(connection), [CONTRACTS, CONTRACTS])
      await connection.close()
    })
  }

  it('waits for a transaction that was sent and is not mined', async () => {
    const connection = await hre.network.create('local')
    const provider = breakAfter(2, connection.provider)
    const { request } = provider
    provider.request = async (call) => {
      // From the second transaction on nothing is mined.
      if (call.method === 'eth_sendTransaction' && (await countCreations(connection))[0] === 1) {
        await connection.provider.request({ method: 'evm_setAutomine', params: [false] })
      }
      return request(call)
    }
    await assert.rejects(deployLocal({ provider }), /broken off/)
    await assert.rejects(deployLocal(connection), /confirmations/)
    await connection.provider.request({ method: 'evm_setAutomine', params: [true] })
    await connection.networkHelpers.mine(1)
    await deployLocal(connection)
    assert.deepEqual(await countCreations(connection), [CONTRACTS, CONTRACTS])
    await connection.close()
  })

  it('by kill -9 is completed by the next process', async () => {
    const server = await hre.network.createServer('local', '127.0.0.1', 0)
    const { port } = await server.listen()
    const rpcUrl = `http://127.0.0.1:${port}`
    const run = async (transactions: number) => {
      const process_ = spawn(process.execPath, [child, rpcUrl, String(transactions)], { stdio: 'inherit' })
      return (await once(process_, 'exit')) as [number | null, string | null]
    }
    assert.deepEqual(await run(2), [null, 'SIGKILL'])
    assert.deepEqual(await run(CONTRACTS - 2), [null, 'SIGKILL'])
    assert.deepEqual(await run(1), [0, null], 'nothing was left to send')
    await server.close()
  })
})
