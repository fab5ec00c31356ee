import { BaseContract, type InterfaceAbi, JsonRpcProvider } from 'ethers'
import hre from 'hardhat'
import { deployLocal, type LocalDeployment } from '../../deploy/deploy-local.ts'
import { balancesAbi, grantsAbi, namesAbi } from '../../sdk/src/contracts/index.ts'

/** ETH in `Balances` (ERC-7528). */
export const ETH = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'
const CEILING_USD = 10n ** 13n
const COINS = 10n ** 15n

/** A local chain with the real contracts, served over loopback HTTP. */
export type Chain = {
  rpcUrl: string
  deployment: LocalDeployment
  provider: JsonRpcProvider
  accounts: string[]
  contracts: { names: BaseContract; balances: BaseContract; grants: BaseContract }
  coin: BaseContract
  feed: BaseContract
  /** Sends a call; answers whether it went through. */
  send(from: string, to: BaseContract, call: string, args: unknown[], valueWei?: bigint): Promise<boolean>
  read(from: BaseContract, view: string, args: unknown[]): Promise<unknown[]>
  close(): Promise<void>
}

/**
 * Starts it; the first account owns `Balances`, the last one is an operator, all have coins to deposit. The contracts
 * must be compiled: Hardhat's builds break each other when several test files start one at once.
 */
export async function startChain(): Promise<Chain> {
  const server = await hre.network.createServer('local', '127.0.0.1', 0)
  const { address, port } = await server.listen()
  const rpcUrl = `http://${address}:${port}`
  const provider = new JsonRpcProvider(rpcUrl, undefined, { cacheTimeout: -1, batchMaxCount: 1 })
  const accounts = ((await provider.send('eth_accounts', [])) as string[]).slice(0, 8)
  const deployment = await deployLocal(
    { provider: { request: ({ method, params }) => provider.send(method, params ?? []) } },
    { operator: accounts.at(-1) as string, ethPrice: 2_000n * 10n ** 8n, dailyCeiling: CEILING_USD },
  )
  const mock = async (artifact: string, at: string) =>
    new BaseContract(at, (await hre.artifacts.readArtifact(artifact)).abi as InterfaceAbi)
  const coin = await mock('MockUsd', deployment.coin)
  const feed = await mock('MockAggregator', deployment.feed)
  const names = new BaseContract(deployment.names, namesAbi)
  const balances = new BaseContract(deployment.balances, balancesAbi)
  const grants = new BaseContract(deployment.grants, grantsAbi)

  const send: Chain['send'] = async (from, to, call, args, valueWei = 0n) => {
    const data = to.interface.encodeFunctionData(call, args)
    const gas = '0x4c4b40'
    const value = `0x${valueWei.toString(16)}`
    try {
      await provider.send('eth_sendTransaction', [{ from, to: await to.getAddress(), data, gas, value }])
      return true
    } catch (error) {
      if (!/revert/i.test(String(error))) throw error
      return false
    }
  }
  for (const account of accounts) {
    await send(account, coin, 'mint', [account, COINS])
    await send(account, coin, 'approve', [deployment.balances, COINS])
  }

  return {
    rpcUrl,
    deployment,
    provider,
    accounts,
    contracts: { names, balances, grants },
    coin,
    feed,
    send,
    read: async (from, view, args) => {
      const data = from.interface.encodeFunctionData(view, args)
      const result = await provider.send('eth_call', [{ to: await from.getAddress(), data }, 'latest'])
      return [...from.interface.decodeFunctionResult(view, result as string)]
    },
    close: async () => {
      provider.destroy()
      await server.close()
    },
  }
}

/** Time of the newest block, unix seconds. */
export async function timeOf(chain: Chain): Promise<number> {
  const block = (await chain.provider.send('eth_getBlockByNumber', ['latest', false])) as {
    timestamp: string
  }
  return Number(block.timestamp)
}
