import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Foundry's EVM as a process of its own. */
export type AnvilProcess = {
  rpcUrl: string
  /** Settles when the process has ended. */
  close(): Promise<void>
}

/** Starts anvil on a free port of this machine. */
export async function startAnvilProcess(binary: string, options: readonly string[]): Promise<AnvilProcess> {
  const anvil = spawn(binary, ['--port', '0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(anvil, 'exit').then(() => Promise.reject(new Error('anvil ended')))
  ended.catch(() => {})
  const close = async () => {
    anvil.kill()
    await ended.catch(() => {})
  }
  try {
    return { rpcUrl: await Promise.race([readUrl(anvil.stdout), ended]), close }
  } catch (error) {
    await close()
    throw error
  }
}

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
