import { type BaseContract, ContractFactory, type InterfaceAbi, JsonRpcProvider } from 'ethers'
import hre from 'hardhat'

/** ETH in `Balances` (ERC-7528). */
export const ETH = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'
const FEED_DECIMALS = 8
const CEILING_USD = 10n ** 13n
const COINS = 10n ** 15n

/** A local chain with the real contracts, served over loopback HTTP. */
export type Chain = {
  rpcUrl: string
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

/** Starts it; the first account owns `Balances`, the last one is an operator, all have coins to deposit. */
export async function startChain(): Promise<Chain> {
  const server = await hre.network.createServer('local', '127.0.0.1', 0)
  const { address, port } = await server.listen()
  const rpcUrl = `http://${address}:${port}`
  const provider = new JsonRpcProvider(rpcUrl, undefined, {
    cacheTimeout: -1,
    batchMaxCount: 1,
    polling: true,
  })
  provider.pollingInterval = 10
  const accounts = ((await provider.send('eth_accounts', [])) as string[]).slice(0, 8)
  const owner = accounts[0] as string
  const operator = accounts.at(-1) as string

  const deploy = async (artifact: string, args: unknown[]): Promise<BaseContract> => {
    const { abi, bytecode } = await hre.artifacts.readArtifact(artifact)
    const factory = new ContractFactory(abi as InterfaceAbi, bytecode, await provider.getSigner(owner))
    return (await factory.deploy(...args)).waitForDeployment()
  }
  const coin = await deploy('MockUsd', [6])
  const feed = await deploy('MockAggregator', [FEED_DECIMALS, 2_000n * 10n ** 8n])
  const ethTerms = [ETH, await feed.getAddress(), 3_600, 100n * 10n ** 8n, 10_000n * 10n ** 8n]
  const names = await deploy('Names', [])
  const balances = await deploy('Balances', [
    owner,
    await coin.getAddress(),
    `0x${'00'.repeat(20)}`,
    [ethTerms],
    [[operator, CEILING_USD]],
  ])
  const grants = await deploy('Grants', [await names.getAddress()])

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
    await send(account, coin, 'approve', [await balances.getAddress(), COINS])
  }

  return {
    rpcUrl,
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
