import { balancesAbi, grantsAbi, namesAbi } from '@space/sdk/chain'
import { BaseContract, ContractFactory, type InterfaceAbi, JsonRpcProvider } from 'ethers'
import hre from 'hardhat'
import { deployLocal, type LocalDeployment } from '../../deploy/deploy-local.ts'

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
  /** Another token, which is not listed at the start. */
  token: BaseContract
  feed: BaseContract
  /** How often each function went through, by contract address and name. */
  counts: Map<string, number>
  /** Sends a call; resolves to whether it went through; false for a sender that is none of the accounts. */
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

  const counts = new Map<string, number>()
  const known = new Set(accounts.map((account) => account.toLowerCase()))
  const send: Chain['send'] = async (from, to, call, args, valueWei = 0n) => {
    if (!known.has(from.toLowerCase())) return false
    const data = to.interface.encodeFunctionData(call, args)
    const gas = '0x4c4b40'
    const value = `0x${valueWei.toString(16)}`
    try {
      const target = await to.getAddress()
      await provider.send('eth_sendTransaction', [{ from, to: target, data, gas, value }])
      const counted = `${target} ${call}`
      counts.set(counted, (counts.get(counted) ?? 0) + 1)
      return true
    } catch (error) {
      if (!/revert/i.test(String(error))) throw error
      return false
    }
  }
  const { bytecode, abi } = await hre.artifacts.readArtifact('MockUsd')
  const factory = new ContractFactory(abi as InterfaceAbi, bytecode, await provider.getSigner(accounts[0]))
  const token = (await factory.deploy(6)) as BaseContract
  await token.waitForDeployment()
  for (const account of accounts) {
    for (const each of [coin, token]) {
      await send(account, each, 'mint', [account, COINS])
      await send(account, each, 'approve', [deployment.balances, COINS])
    }
  }

  return {
    rpcUrl,
    deployment,
    provider,
    accounts,
    contracts: { names, balances, grants },
    coin,
    token,
    feed,
    counts,
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
