import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { NetworkInfo } from './main.ts'

/** A running network. */
export type Network = NetworkInfo & { stop(): Promise<void> }

/**
 * Starts chain and indexer in a process of their own. What it prints goes to `onOutput`. When the signal aborts
 * before everything answers, the process is ended and the promise rejects once it is gone.
 */
export async function startNetwork(
  stateFolder: string,
  operator: string,
  onOutput: (text: string) => void,
  signal?: AbortSignal,
): Promise<Network> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), stateFolder, operator], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-4_000)
    onOutput(`network: ${chunk}`)
  })
  const gone = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const lines = createInterface(child.stdout)
  const end = () => child.kill('SIGKILL')
  if (signal?.aborted === true) end()
  signal?.addEventListener('abort', end)
  const info = await new Promise<NetworkInfo>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line) as NetworkInfo)
    })
    child.on('close', (code) =>
      reject(new Error(`the local network ended early (${code}): ${errors.trim()}`)),
    )
  }).finally(() => signal?.removeEventListener('abort', end))
  return {
    ...info,
    stop: async () => {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await gone
      clearTimeout(timer)
    },
  }
}
