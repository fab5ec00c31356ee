import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { Interface, type InterfaceAbi } from 'ethers'

const require = createRequire(import.meta.url)

/** A chain of 250 blocks with 100 payments each, behind the one that deploys their contract. */
export type PaymentChain = {
  rpcUrl: string
  address: string
  abi: InterfaceAbi
  /** The block of the last payment. */
  head: number
  close(): void
}

type Receipt = { contractAddress: string; status: string }

const blocks = 250
/** How many payments a block holds. */
export const perBlock = 100

/** How many payments there are. */
export const eventCount = blocks * perBlock

/** Starts anvil on a free port of this machine and fills it. */
export async function startPaymentChain(): Promise<PaymentChain> {
  const { abi, bytecode } = compile()
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const anvil = spawn(
    require.resolve(`@foundry-rs/anvil-${process.platform}-${arch}/bin/anvil`),
    ['--port', '0', '--gas-limit', '30000000'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const close = () => anvil.kill()
  try {
    const rpcUrl = await Promise.race([
      readUrl(anvil.stdout),
      once(anvil, 'exit').then(() => Promise.reject(new Error('anvil ended'))),
    ])
    const [from] = await request<string[]>(rpcUrl, 'eth_accounts', [])
    const send = async (transaction: object) => {
      const hash = await request<string>(rpcUrl, 'eth_sendTransaction', [{ from, ...transaction }])
      for (;;) {
        const receipt = await request<Receipt | null>(rpcUrl, 'eth_getTransactionReceipt', [hash])
        if (receipt !== null) return receipt
        await setTimeout(5)
      }
    }
    const { contractAddress: address } = await send({ data: bytecode })
    const payments = new Interface(abi)
    for (let block = 0; block < blocks; block++) {
      const data = payments.encodeFunctionData('pay', [block * perBlock, perBlock])
      const { status } = await send({ to: address, data, gas: '0xf42400' })
      if (status !== '0x1') throw new Error(`block ${block} was not filled`)
    }
    const head = Number(await request<string>(rpcUrl, 'eth_blockNumber', []))
    return { rpcUrl, address, abi, head, close }
  } catch (error) {
    close()
    throw error
  }
}

async function readUrl(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const listening = /^Listening on (\S+)/.exec(line)
    if (listening === null) continue
    // Its log of requests is nobody's, but its pipe must not fill up.
    stdout.resume()
    return `http://${listening[1]}`
  }
  throw new Error('anvil did not say where it listens')
}

async function request<Result>(rpcUrl: string, method: string, params: unknown[]): Promise<Result> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = (await response.json()) as { result: Result; error?: { message: string } }
  if (error !== undefined) throw new Error(`${method}: ${error.message}`)
  return result
}

function compile(): { abi: InterfaceAbi; bytecode: string } {
  const solc = require('solc')
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: 'Solidity',
        sources: {
          'payments.sol': { content: readFileSync(join(import.meta.dirname, 'payments.sol'), 'utf8') },
        },
        settings: { outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
      }),
    ),
  )
  const compiled = output.contracts?.['payments.sol']?.Payments
  if (compiled === undefined) throw new Error(JSON.stringify(output.errors))
  return { abi: compiled.abi, bytecode: `0x${compiled.evm.bytecode.object}` }
}
