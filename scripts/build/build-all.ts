import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const stampPath = join(root, 'artifacts', '.space-build')

/** What the contracts are compiled from. */
const contractInputs = [
  'contracts/**/*.sol',
  'hardhat.config.ts',
  'scripts/build/solidity-settings.ts',
  'package-lock.json',
]

/** What the local network is started from. */
const networkInputs = [
  'artifacts/.space-build',
  'subgraph/build/stamp',
  'deploy/**/*.{ts,json}',
  'devnet/scripts/build-deployment.ts',
]

/**
 * Compiles the contracts and the subgraph and prepares the local network, each only when its sources have changed.
 * Rejects with the compiler's own words.
 */
export async function buildAll(onProgress: (line: string) => void): Promise<void> {
  await Promise.all([buildContracts(onProgress), buildSubgraph(onProgress)])
  await buildNetwork(onProgress)
}

async function buildContracts(onProgress: (line: string) => void): Promise<void> {
  const stamp = hashFiles(contractInputs)
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return
  onProgress('compiling the contracts')
  await run(join(root, 'node_modules/hardhat/dist/src/cli.js'), ['build', '--no-tests'])
  mkdirSync(join(root, 'artifacts'), { recursive: true })
  writeFileSync(stampPath, stamp)
}

async function buildSubgraph(onProgress: (line: string) => void): Promise<void> {
  // It keeps a stamp of its own and says so in one line.
  const started = performance.now()
  await run(join(root, 'subgraph/scripts/build.mjs'), [])
  const seconds = (performance.now() - started) / 1000
  if (seconds > 1) onProgress(`compiled the subgraph in ${seconds.toFixed(0)} s`)
}

async function buildNetwork(onProgress: (line: string) => void): Promise<void> {
  const stampPath = join(root, 'devnet/build/stamp')
  const stamp = hashFiles(networkInputs)
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return
  onProgress('preparing the local network')
  await run(join(root, 'devnet/scripts/build-deployment.ts'), [stamp])
}

function hashFiles(patterns: string[]): string {
  const hash = createHash('sha256')
  for (const path of globSync(patterns, { cwd: root }).sort()) {
    hash.update(`${path}\0`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

function run(script: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(output.trim()))))
  })
}
