import { createRequire } from 'node:module'
import { join } from 'node:path'

/** A compiled contract as the test runner takes it. */
export type Artifact = {
  id: { name: string; source: string; solcVersion: string }
  contract: {
    abi: string
    bytecode: string
    deployedBytecode: string
    linkReferences: object
    deployedLinkReferences: object
  }
}

/** A test that failed, and what it said. */
export type Failure = { test: string; reason: string }

/** Runs the tests of one suite, or those whose names match a pattern: the names of all, and what failed. */
export type RunSuite = (
  artifacts: readonly Artifact[],
  suite: Artifact['id'],
  testPattern?: string,
) => Promise<{ tests: string[]; failed: Failure[] }>

/** How many histories an invariant is tried on, and how many calls each of them has. */
export type InvariantRuns = { runs: number; depth: number }

type SuiteResult = { testResults: { name: string; status: string; reason?: string }[] }

type Edr = {
  L1_CHAIN_TYPE: string
  OSAKA: string
  l1SolidityTestRunnerFactory(): object
  l1GenesisState(hardfork: unknown): object[]
  l1HardforkFromString(name: string): unknown
  EdrContext: new () => {
    registerSolidityTestRunnerFactory(chainType: string, factory: object): Promise<void>
    runSolidityTests(
      chainType: string,
      artifacts: readonly Artifact[],
      suites: readonly Artifact['id'][],
      config: object,
      tracing: object,
      onSuite: (result: SuiteResult) => void,
    ): Promise<unknown>
  }
}

/** A mutant that never ends meets this first; the tests as they are stay far below it. */
const gasLimit = 1_000_000_000n

/** Enough for nearly every mutant that the invariants can see at all. */
const fewRuns: InvariantRuns = { runs: 16, depth: 32 }

/** Hardhat's own Solidity test runner, in this process: the same tests and cheat codes, no start-up per run. */
export async function openTestRunner(invariant: InvariantRuns = fewRuns): Promise<RunSuite> {
  const require = createRequire(createRequire(import.meta.url).resolve('hardhat'))
  const edr = require('@nomicfoundation/edr') as Edr
  const context = new edr.EdrContext()
  await context.registerSolidityTestRunnerFactory(edr.L1_CHAIN_TYPE, edr.l1SolidityTestRunnerFactory())
  const config = {
    projectRoot: join(import.meta.dirname, '../..'),
    hardfork: edr.OSAKA,
    localPredeploys: edr.l1GenesisState(edr.l1HardforkFromString(edr.OSAKA)),
    gasLimit,
    disableBlockGasLimit: true,
    disableTransactionGasCap: true,
    // A fixed seed: the same mutant meets the same inputs in every run.
    fuzz: { runs: 256, seed: '0x5eed' },
    invariant: { ...invariant, shrinkRunLimit: 0 },
  }

  return async (artifacts, suite, testPattern) => {
    const some = testPattern === undefined ? config : { ...config, testPattern }
    // The result of a suite may come after the end of the run.
    const { testResults } = await new Promise<SuiteResult>((resolve, reject) => {
      context.runSolidityTests(edr.L1_CHAIN_TYPE, artifacts, [suite], some, {}, resolve).catch(reject)
    })
    const failures = testResults.filter(({ status }) => status === 'Failure')
    return {
      tests: testResults.map(({ name }) => withoutTypes(name)),
      failed: failures.map(({ name, reason }) => ({ test: withoutTypes(name), reason: reason ?? '' })),
    }
  }
}

/** `test(uint256)` → `test`. */
function withoutTypes(signature: string): string {
  return signature.replace(/\(.*/, '')
}
