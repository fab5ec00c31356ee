import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, globSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunMocha } from './judge-mutant.ts'
import type { Core } from './prepare-core.ts'

const root = join(import.meta.dirname, '../..')
const timeoutMs = 240_000

/**
 * Runs the TypeScript tests against the bytecode of a mutant, in a copy of the repository in `folder`. What measures
 * gas is left out: it would kill whatever costs one unit more or less, and say nothing about what the tests see.
 */
export function openMocha(folder: string): RunMocha {
  return async ({ core, entry }, { contract: { bytecode, deployedBytecode } }) => {
    const tests = testsOf(core)
    if (tests.length === 0) return undefined
    if (!existsSync(folder)) {
      copyRepository(folder)
      const failure = await runTests(folder, tests)
      if (failure !== undefined) throw new Error(`${core} fails without a mutant: ${failure}`)
    }
    const path = join(folder, 'artifacts', entry, `${core}.json`)
    const before = readFileSync(path, 'utf8')
    writeFileSync(path, JSON.stringify({ ...JSON.parse(before), bytecode, deployedBytecode }))
    try {
      return await runTests(folder, tests)
    } finally {
      writeFileSync(path, before)
    }
  }
}

/** The TypeScript tests that name the core. */
export function testsOf(core: Core): string[] {
  const word = new RegExp(`(^|-)${core.toLowerCase()}(-|\\.)`)
  return globSync('test/contracts/*.test.ts', { cwd: root })
    .filter((path) => word.test(path.slice('test/contracts/'.length)) && !path.includes('gas'))
    .sort()
}

function copyRepository(copy: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const file of listed.split('\0')) {
    const isNeeded = /^(contracts|deploy|scripts\/build|sdk|test|hardhat|package|tsconfig)/.test(file)
    if (isNeeded && existsSync(join(root, file))) cpSync(join(root, file), join(copy, file))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const folder of ['artifacts', 'cache'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true })
  // By these the network knows a contract by its bytecode and words its errors; a mutant would be told by that alone.
  rmSync(join(copy, 'artifacts/build-info'), { recursive: true })
}

async function runTests(folder: string, tests: readonly string[]): Promise<string | undefined> {
  const hardhat = join(root, 'node_modules/.bin/hardhat')
  const child = spawn(hardhat, ['test', 'mocha', '--no-compile', '--bail', ...tests], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.resume()
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code === 0) return undefined
  return `mocha: ${/^ +1\) (.+)$/m.exec(output)?.[1] ?? 'no end'}`
}
