import { globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import hardhatToolbox from '@nomicfoundation/hardhat-toolbox-mocha-ethers'
import { defineConfig } from 'hardhat/config'
import type { HardhatPlugin } from 'hardhat/types/plugins'
import { deployedSettings, fewerRuns, plainSettings, solcVersion } from './scripts/build/solidity-settings.ts'

const require = createRequire(import.meta.url)

/** The compiler comes from npm by absolute path, so that nothing is downloaded. */
const compile = (settings: object) => ({
  version: solcVersion,
  path: require.resolve('solc/soljson.js'),
  settings,
})
const compiler = compile(deployedSettings())
const overrides = Object.fromEntries(
  Object.keys(fewerRuns).map((source) => [source, compile(deployedSettings(source))]),
)

/** Solidity tests run once: optimising them takes four times as long as running them. They test the artifacts. */
const testCompiler = compile(plainSettings)
const testOverrides = Object.fromEntries(
  globSync('contracts/**/*.t.sol', { cwd: import.meta.dirname }).map((file) => [file, testCompiler]),
)

/** What a person waits for, and what CI runs (SPACE_FUZZ=whole); each commit tries other inputs (SPACE_SEED). */
const fuzzing =
  process.env['SPACE_FUZZ'] === 'whole'
    ? { fuzz: { runs: 10_000 }, invariant: { runs: 256, depth: 128 } }
    : { fuzz: { runs: 256 }, invariant: { runs: 32, depth: 32 } }
const seed = `0x${Number(process.env['SPACE_SEED'] ?? 0)
  .toString(16)
  .padStart(64, '0')}`

/**
 * Hardhat compiles together what has the same settings *object*, and makes one of each override: 55 tests would be 55
 * compilations of what they share. It also leaves a core idle, which of two is half.
 */
const compileTogether: HardhatPlugin = {
  id: 'compile-together',
  hookHandlers: {
    config: async () => ({
      default: async () => ({
        resolveUserConfig: async (userConfig, resolveVariable, next) => {
          const config = await next(userConfig, resolveVariable)
          const { overrides: resolved } = config.solidity.profiles['default'] ?? {}
          const tests = Object.keys(testOverrides)
          for (const file of tests) Object.assign(resolved ?? {}, { [file]: resolved?.[tests[0] ?? ''] })
          return config
        },
      }),
    }),
    solidity: async () => ({
      default: async () => ({
        build: (context, files, options, next) =>
          next(context, files, { ...options, concurrency: availableParallelism() }),
      }),
    }),
  },
}

export default defineConfig({
  plugins: [hardhatToolbox, compileTogether],
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
  test: { solidity: { fuzz: { ...fuzzing.fuzz, seed }, invariant: fuzzing.invariant } },
  // All of TypeChain's output; scripts/generate.ts takes what the SDK needs.
  typechain: { outDir: './cache/typechain', tsNocheck: false },
  networks: {
    local: { type: 'edr-simulated', chainType: 'l1', chainId: 31337, hardfork: 'cancun' },
  },
})
