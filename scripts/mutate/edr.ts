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

/** Runs one suite: the names of its tests, and of those that failed. */
export type RunSuite = (
  artifacts: readonly Artifact[],
  suite: Artifact['id'],
) => Promise<{ tests: string[]; failed: string[] }>

type SuiteResult = { testResults: { name: string; status: string }[] }

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

/** Hardhat's own Solidity test runner, in this process: the same tests and cheat codes, no start-up per run. */
export async function openTestRunner(): Promise<RunSuite> {
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
    invariant: { runs: 16, depth: 32, shrinkRunLimit: 0 },
  }

  return async (artifacts, suite) => {
    // The result of a suite may come after the end of the run.
    const { testResults } = await new Promise<SuiteResult>((resolve, reject) => {
      context.runSolidityTests(edr.L1_CHAIN_TYPE, artifacts, [suite], config, {}, resolve).catch(reject)
    })
    const failures = testResults.filter(({ status }) => status === 'Failure')
    return { tests: testResults.map(({ name }) => name), failed: failures.map(({ name }) => name) }
  }
}
