import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { extname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Interface, toQuantity } from 'ethers'
import { type DevnetAccount, deriveAccounts } from './accounts.ts'
import type { DevnetAddresses } from './deployment.ts'
import { PortTakenError } from './port-taken-error.ts'
import type { NetworkLine } from './print-network.ts'
import { requestRpc } from './request-rpc.ts'

/** How a local network is started. */
export type DevnetOptions = {
  /** Port of the chain's JSON-RPC on 127.0.0.1; a free one unless given. */
  readonly port?: number
  /** Port of the subgraph's GraphQL on 127.0.0.1; a free one unless given. */
  readonly indexPort?: number
  /** Gets what the network's process prints besides its answers. */
  readonly onOutput?: (text: string) => void
  /** Ends the start; the promise rejects with its reason once the process is gone. */
  readonly signal?: AbortSignal
}

/** A local network: a chain with the contracts, and the subgraph, in a process of their own. */
export type Devnet = {
  /** JSON-RPC of the chain. */
  readonly rpcUrl: string
  /** GraphQL of the subgraph. */
  readonly indexUrl: string
  readonly chainId: number
  readonly addresses: DevnetAddresses
  /** Funded accounts with public keys, in the order of `eth_accounts`: 0 owns the contracts, 1 is the operator. */
  readonly accounts: readonly DevnetAccount[]
  /** The account that may charge, `accounts[1]`. */
  readonly operator: DevnetAccount
  /** Sends one JSON-RPC request to the chain. */
  request(method: string, params?: readonly unknown[]): Promise<unknown>
  /** Sets the ether of an address, in wei. */
  fundEther(address: string, amountWei: bigint): Promise<void>
  /** Mints coins of the local stablecoin (6 decimals) to an address. */
  fundCoins(address: string, amount: bigint): Promise<void>
  /** Mines blocks without transactions; one unless given. */
  mine(blocks?: number): Promise<void>
  /** Remembers the chain as it is; the function returned drops every later block, once, as a reorganisation does. */
  snapshot(): Promise<() => Promise<void>>
  /** Ends the process and removes its files. Further calls wait for the same end. */
  stop(): Promise<void>
}

const coinAbi = new Interface(['function mint(address to, uint256 amount)'])

/** How long a process may take to end by itself. */
const endTimeoutMs = 5_000

/**
 * Starts a local network on loopback: an Ethereum chain with `Names`, `Balances`, `Grants`, a stablecoin and a price
 * feed, and an indexer with the subgraph. It runs in a process of its own, which ends with this one.
 *
 * @throws PortTakenError when another process listens on one of the ports.
 *
 * @example
 * ```ts
 * import { start } from '@space/devnet'
 *
 * const devnet = await start()
 * await devnet.fundEther('0x70997970C51812dc3A010C7d01b50e0d17dc79C8', 10n ** 18n)
 * console.log(devnet.rpcUrl, devnet.indexUrl, devnet.addresses.grants)
 * await devnet.stop()
 * ```
 */
export async function start({
  port = 0,
  indexPort = 0,
  onOutput = () => {},
  signal,
}: DevnetOptions = {}): Promise<Devnet> {
  signal?.throwIfAborted()
  const script = join(import.meta.dirname, `main${extname(import.meta.filename)}`)
  const args = ['--json', '--end-with-input', '--port', String(port), '--index-port', String(indexPort)]
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-4_000)
    onOutput(String(chunk))
  })
  const gone = new Promise<number | null>((resolve) => child.on('close', resolve))
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= end(child, gone)
    return stopped
  }
  signal?.addEventListener('abort', stop)
  const line = await readNetwork(child, gone, { readErrors: () => errors.trim(), onOutput }).finally(() => {
    signal?.removeEventListener('abort', stop)
    signal?.throwIfAborted()
  })
  const { rpcUrl, indexUrl, addresses, chainId, folder } = line
  gone.then(() => rmSync(folder, { recursive: true, force: true }))

  const accounts = deriveAccounts()
  const [owner, operator] = accounts as [DevnetAccount, DevnetAccount]
  const request: Devnet['request'] = (method, params = []) => requestRpc(rpcUrl, method, params)
  return {
    rpcUrl,
    indexUrl,
    chainId,
    addresses,
    accounts,
    operator,
    request,
    fundEther: async (address, amountWei) => {
      await request('hardhat_setBalance', [address, toQuantity(amountWei)])
    },
    fundCoins: async (address, amount) => {
      const data = coinAbi.encodeFunctionData('mint', [address, amount])
      await request('eth_sendTransaction', [{ from: owner.address, to: addresses.coin, data }])
    },
    mine: async (blocks = 1) => {
      await request('hardhat_mine', [toQuantity(blocks)])
    },
    snapshot: async () => {
      const id = await request('evm_snapshot')
      return async () => {
        if ((await request('evm_revert', [id])) !== true) throw new Error('the snapshot is gone')
      }
    },
    stop,
  }
}

/** The line that the process prints when everything answers. Rejects when it ends before. */
async function readNetwork(
  child: ChildProcess & { stdout: NodeJS.ReadableStream },
  gone: Promise<number | null>,
  { readErrors, onOutput }: { readErrors: () => string; onOutput: (text: string) => void },
): Promise<NetworkLine> {
  const lines = createInterface(child.stdout)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    let isKnown = false
    lines.on('line', (text) => {
      // Contracts can print too (console.log).
      if (isKnown || !text.startsWith('{"')) return onOutput(`${text}\n`)
      isKnown = true
      const line = JSON.parse(text) as NetworkLine | { portTaken: number }
      if ('portTaken' in line) reject(new PortTakenError(line.portTaken))
      else resolve(line)
    })
    gone.then((code) => reject(new Error(`the local network ended early (${code}): ${readErrors()}`)))
  })
}

/** Lets the process end by itself, and kills it when it does not. */
async function end(child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  child.stdin?.end()
  const timer = setTimeout(() => child.kill('SIGKILL'), endTimeoutMs)
  await gone
  clearTimeout(timer)
}
