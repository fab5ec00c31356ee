#!/usr/bin/env node
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { deriveAccounts } from './accounts.ts'
import { PortTakenError } from './port-taken-error.ts'
import { describeNetwork, type NetworkLine } from './print-network.ts'
import type { RunningNetwork } from './run-network.ts'

const usage = `Usage: space-devnet [--port N] [--index-port N] [--json] [--end-with-input]

Runs a local network on 127.0.0.1 until SIGTERM or Ctrl-C: an Ethereum chain with the contracts of Space, and its
subgraph. Every run begins with a new chain.

  --port N          port of the chain's JSON-RPC (default 8545; 0 takes a free one)
  --index-port N    port of the subgraph's GraphQL (default: the next one after --port)
  --json            print one line of JSON in place of words
  --end-with-input  stop when standard input ends, too
  --help            show this text

Exit codes: 0 stopped, 1 it could not start, 2 wrong usage.
`

type Options = { port: number; indexPort: number; json: boolean; endWithInput: boolean }

function readOptions(): Options | 'help' {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8545' },
      'index-port': { type: 'string' },
      json: { type: 'boolean', default: false },
      'end-with-input': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const port = readPort('port', values.port)
  const next = port === 0 ? '0' : String(port + 1)
  const indexPort = readPort('index-port', values['index-port'] ?? next)
  return { port, indexPort, json: values.json, endWithInput: values['end-with-input'] }
}

function readPort(name: string, text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new TypeError(`--${name} must be a port from 0 to 65535, not ${text}`)
}

async function run({ port, indexPort, json, endWithInput }: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'space-devnet-'))
  let network: RunningNetwork | undefined
  let isStopping = false
  const stop = async (code: number) => {
    if (isStopping) return
    isStopping = true
    await network?.close()
    rmSync(folder, { recursive: true, force: true })
    process.exit(code)
  }
  process.on('SIGTERM', () => stop(0))
  // The terminal sends Ctrl-C to every process. One that ends with its input lets its parent decide what it means.
  process.on('SIGINT', () => endWithInput || stop(0))
  if (endWithInput) process.stdin.on('end', () => stop(0)).resume()
  try {
    // Loaded after the handlers, so that a process that is stopped while it starts leaves nothing behind.
    const { chainId, runNetwork } = await import('./run-network.ts')
    network = await runNetwork(folder, { port, indexPort })
    const { rpcUrl, indexUrl, addresses } = network
    const line: NetworkLine = { rpcUrl, indexUrl, chainId, addresses, folder }
    process.stdout.write(json ? `${JSON.stringify(line)}\n` : describeNetwork(line, deriveAccounts()))
  } catch (failure) {
    if (json && failure instanceof PortTakenError) {
      process.stdout.write(`${JSON.stringify({ portTaken: failure.port })}\n`)
    }
    const text = failure instanceof PortTakenError ? `${failure.message}; choose one with --port` : failure
    console.error(text)
    await stop(1)
  }
}

try {
  const options = readOptions()
  if (options === 'help') process.stdout.write(usage)
  else await run(options)
} catch (failure) {
  console.error(`${(failure as Error).message}\n\n${usage}`)
  process.exitCode = 2
}
