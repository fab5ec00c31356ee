import { join } from 'node:path'
import { requestRpc } from '@space/devnet'
import { startAnvilProcess } from '../../support/anvil-process.ts'
import { findMissingPeers } from '../../support/find-missing-peers.ts'
import { type Chain, type RawLog, toRpcTransaction } from './chain.ts'

const arch = process.arch === 'x64' ? 'amd64' : process.arch
const binary = join(
  import.meta.dirname,
  `../../peers/anvil/node_modules/@foundry-rs/anvil-${process.platform}-${arch}/bin/anvil`,
)

/** Why there is no anvil here; npm installs it where it runs only. */
export const anvilMissing = findMissingPeers(binary)

/** Starts Foundry's EVM as a process of its own. */
export async function startAnvil(): Promise<Chain> {
  const options = ['--hardfork', 'prague', '--base-fee', '0', '--gas-limit', '60000000']
  const { rpcUrl, close } = await startAnvilProcess(binary, options)
  const request = (method: string, params: readonly unknown[]) => requestRpc(rpcUrl, method, params)
  return {
    name: 'anvil',
    request,
    close,
    execute: async (transaction) => {
      const receipt = (await request('eth_sendTransactionSync', [toRpcTransaction(transaction)])) as Receipt
      if (receipt.status === '0x1') return { ok: true, logs: receipt.logs }
      const tracer = { tracer: 'callTracer' }
      const trace = await request('debug_traceTransaction', [receipt.transactionHash, tracer])
      return { ok: false, data: (trace as { output?: string }).output ?? '0x' }
    },
  }
}

type Receipt = { status: string; logs: RawLog[]; transactionHash: string }
