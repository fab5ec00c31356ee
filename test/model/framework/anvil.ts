import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findMissingPeers } from '../../support/find-missing-peers.ts'
import { type Chain, type RawLog, toRpcTransaction } from './chain.ts'

const arch = process.arch === 'x64' ? 'amd64' : process.arch
const platform = process.platform === 'win32' ? 'win32' : process.platform
const binary = join(
  import.meta.dirname,
  `../../peers/anvil/node_modules/@foundry-rs/anvil-${platform}-${arch}/bin/anvil`,
)

/** Why there is no anvil here; npm installs it where it runs only. */
export const anvilMissing = findMissingPeers(binary)

/** Starts Foundry's EVM as a process of its own. */
export async function startAnvil(): Promise<Chain> {
  const options = ['--port', '0', '--hardfork', 'prague', '--base-fee', '0', '--gas-limit', '60000000']
  const anvil = spawn(binary, options, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(anvil, 'exit').then(() => Promise.reject(new Error('anvil ended')))
  ended.catch(() => {})
  const url = await Promise.race([readUrl(anvil.stdout), ended])
  const request = (method: string, params: readonly unknown[]) => ask(url, method, params)
  return {
    name: 'anvil',
    request,
    close: async () => {
      anvil.kill()
      await ended.catch(() => {})
    },
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

async function readUrl(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const listening = /^Listening on (\S+)/.exec(line)
    if (listening === null) continue
    // Nobody reads its log of requests, but its pipe must not fill up.
    stdout.resume()
    return `http://${listening[1]}`
  }
  throw new Error('anvil did not say where it listens')
}

async function ask(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = (await response.json()) as {
    result: unknown
    error?: { message: string; data?: unknown }
  }
  if (error === undefined) return result
  throw Object.assign(new Error(`${method}: ${error.message}`), { data: error.data })
}
