import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'

/** An indexer to be measured. */
export type System = {
  /** Arguments of Node and the environment; `directory` is fresh and empty. */
  command(directory: string, port: number): { args: string[]; env?: Record<string, string>; cwd?: string }
  /** Where it answers GraphQL. */
  url(port: number): string
  /** How many payments can be queried; anything that fails counts as none yet. */
  countQueryable(query: Query): Promise<number>
  accounts(query: Query): Promise<AccountRow[]>
}

/** Sends a GraphQL document and returns its data. */
export type Query = <Data>(document: string) => Promise<Data>

/** What both systems must agree on; the share is cut after 18 decimals. */
export type AccountRow = {
  id: string
  sent: string
  received: string
  paymentCount: number
  share: string
}

/** What one run took. */
export type Figures = {
  /** Seconds from launch until the given numbers of payments could be queried. */
  secondsUntil: number[]
  cpuSeconds: number
  maxRssBytes: number
  accounts: AccountRow[]
}

const pollMs = 50
const limitSeconds = 900

/** Starts a system, waits until it answers with each number of payments in turn, and stops it. */
export async function runSystem(system: System, port: number, marks: readonly number[]): Promise<Figures> {
  const directory = temporaryFolder()
  const usagePath = join(directory, 'usage.json')
  const { args, env, cwd } = system.command(directory, port)
  const begin = performance.now()
  const secondsSince = () => (performance.now() - begin) / 1000
  const child = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'report-usage.mjs'), ...args],
    {
      cwd: cwd ?? directory,
      env: { ...process.env, ...env, BENCH_USAGE: usagePath },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = once(child, 'exit')
  try {
    const query = makeQuery(system.url(port))
    const secondsUntil: number[] = []
    while (secondsUntil.length < marks.length) {
      if (child.exitCode !== null || secondsSince() > limitSeconds) {
        const reason = child.exitCode === null ? `needs more than ${limitSeconds} s` : 'ended by itself'
        throw new Error(`${args[0]} ${reason}:\n${output.slice(-4000)}`)
      }
      const count = await system.countQueryable(query).catch(() => 0)
      while (count >= (marks[secondsUntil.length] ?? Number.POSITIVE_INFINITY))
        secondsUntil.push(secondsSince())
      await setTimeout(pollMs)
    }
    const accounts = await system.accounts(query)
    child.kill('SIGTERM')
    await ended
    const { cpuSeconds, maxRssBytes } = JSON.parse(readFileSync(usagePath, 'utf8'))
    return { secondsUntil, cpuSeconds, maxRssBytes, accounts }
  } finally {
    child.kill('SIGKILL')
    await ended
    rmSync(directory, { recursive: true, force: true })
  }
}

function makeQuery(url: string): Query {
  return async (query) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    const { data, errors } = await response.json()
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    return data
  }
}
