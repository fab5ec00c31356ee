import { type Chain, connectChain } from '@space/sdk/chain'
import { JsonRpcProvider, type Signer } from 'ethers'
import hre from 'hardhat'
import { deployLocal } from '../../../deploy/deploy-local.ts'

/** A local chain with Space on it, as an app sees it, and accounts with ether. */
export type DaoChain = {
  chain: Chain
  /** Transactions of the account at this place, sent by the node itself. */
  signerAt(index: number): Promise<Signer>
  mine(blocks: number): Promise<void>
  /** Moves the clock on and mines a block. */
  wait(seconds: number): Promise<void>
  /** Unix seconds of the newest block. */
  now(): Promise<number>
  close(): Promise<void>
}

export async function startChain(): Promise<DaoChain> {
  const server = await hre.network.createServer('local', '127.0.0.1', 0)
  const { port } = await server.listen()
  const rpcUrl = `http://127.0.0.1:${port}`
  const rpc = new JsonRpcProvider(rpcUrl, undefined, {
    cacheTimeout: -1,
    batchMaxCount: 1,
    pollingInterval: 50,
  })
  const addresses = await deployLocal({
    provider: { request: ({ method, params }) => rpc.send(method, params ?? []) },
  })
  const chain = await connectChain({ rpcUrl, addresses })
  const mine = async (blocks: number) => {
    await rpc.send('hardhat_mine', [`0x${blocks.toString(16)}`])
  }
  return {
    chain,
    signerAt: (index) => rpc.getSigner(index),
    mine,
    wait: async (seconds) => {
      await rpc.send('evm_increaseTime', [seconds])
      await mine(1)
    },
    now: async () => (await rpc.getBlock('latest'))?.timestamp ?? 0,
    close: async () => {
      rpc.destroy()
      await server.close()
    },
  }
}
