import { globSync } from 'node:fs'
import { createRequire } from 'node:module'
import hardhatToolbox from '@nomicfoundation/hardhat-toolbox-mocha-ethers'
import { defineConfig } from 'hardhat/config'

const require = createRequire(import.meta.url)

/**
 * The compiler comes from npm by absolute path, so that nothing is downloaded.
 * `cancun` is the oldest hard fork that every target chain runs and that has transient storage.
 */
const compiler = {
  version: '0.8.35',
  path: require.resolve('solc/soljson.js'),
  settings: {
    evmVersion: 'cancun',
    viaIR: true,
    optimizer: { enabled: true, runs: 1_000_000 },
    metadata: { bytecodeHash: 'none' as const },
  },
}

/** `Grants` is inlined to 20 kB at a million runs. At a thousand it is 16 kB, and dearer by one part in 300. */
const grantsCompiler = {
  ...compiler,
  settings: { ...compiler.settings, optimizer: { enabled: true, runs: 1_000 } },
}
const overrides = { 'contracts/grants/Grants.sol': grantsCompiler }

/** Solidity tests run once: optimising them takes four times as long as running them. They test the artifacts. */
const testCompiler = { ...compiler, settings: { evmVersion: 'cancun', metadata: compiler.settings.metadata } }
const testOverrides = Object.fromEntries(
  globSync('contracts/**/*.t.sol', { cwd: import.meta.dirname }).map((file) => [file, testCompiler]),
)

export default defineConfig({
  plugins: [hardhatToolbox],
  solidity: {
    profiles: {
      default: { compilers: [compiler], overrides: { ...overrides, ...testOverrides } },
      production: { compilers: [compiler], overrides },
    },
  },
  paths: {
    sources: './contracts',
    tests: { mocha: './test/contracts', solidity: './contracts' },
    ignition: './deploy',
    artifacts: './artifacts',
    cache: './cache',
  },
  test: { solidity: { fuzz: { runs: 256 }, invariant: { runs: 32, depth: 32 } } },
  // All of TypeChain's output; scripts/generate.ts takes what the SDK needs.
  typechain: { outDir: './cache/typechain', tsNocheck: false },
  networks: {
    local: { type: 'edr-simulated', chainType: 'l1', chainId: 31337, hardfork: 'cancun' },
  },
})
