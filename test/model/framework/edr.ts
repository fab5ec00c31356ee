import { network } from 'hardhat'
import { type Chain, type RawLog, toRpcTransaction } from './chain.ts'

/** Starts Hardhat's own EVM in this process. */
export async function startEdr(): Promise<Chain> {
  const { provider, close } = await network.create({
    network: 'local',
    override: {
      hardfork: 'prague',
      allowBlocksWithSameTimestamp: true,
      initialBaseFeePerGas: 0,
    },
  })
  const request = (method: string, params: readonly unknown[]) =>
    provider.request({ method, params: [...params] })
  return {
    name: 'EDR',
    request,
    close,
    execute: async (transaction) => {
      let hash: unknown
      try {
        hash = await request('eth_sendTransaction', [toRpcTransaction(transaction)])
      } catch (error) {
        const { data } = error as { data?: unknown }
        if (typeof data !== 'string') throw error
        return { ok: false, data }
      }
      const { logs } = (await request('eth_getTransactionReceipt', [hash])) as { logs: RawLog[] }
      return { ok: true, logs }
    },
  }
}
