import { CompilationFailed } from '../solidity/compile.ts'
import { artifactsFor, type ChangedCore, changeCore } from './change-core.ts'
import type { Artifact, RunSuite } from './edr.ts'
import { applyMutant, type Mutant } from './list-mutants.ts'
import { compileCore, type PreparedCore } from './prepare-core.ts'
import { deployedProfile } from './profiles.ts'
import type { Suite } from './suites.ts'

/** What became of a mutant. Only `killed`, `timeout` and `survived` count. */
export type Status = 'killed' | 'survived' | 'not-compiled' | 'equivalent' | 'timeout'

/** A status and the test that made it. */
export type Verdict = { status: Status; by?: string }

/** Whether the TypeScript tests of a core fail with this bytecode in place of its own; names the first failure. */
export type RunMocha = (core: PreparedCore, mutant: Artifact) => Promise<string | undefined>

/**
 * Judges the mutants of one core. It remembers which suite killed last in the same function and asks it first, and
 * leaves the slow suites, the deployed bytecode and the TypeScript tests to those that nothing else kills.
 */
export function makeJudge(prepared: PreparedCore, runSuite: RunSuite, runMocha: RunMocha) {
  const { core, entry, sources, artifacts } = prepared
  const original = artifacts.at(-1) as Artifact
  const asDeployed = deployedProfile(entry)
  const lastKiller = new Map<string, string>()
  const seconds = new Map<string, number>()
  let deployed: string | undefined

  const orderSuites = ({ where }: Mutant): Suite[] => {
    const rank = (suite: Suite) =>
      suite.id.name === lastKiller.get(where) ? -1 : (seconds.get(suite.id.name) ?? (isSlow(suite) ? 9 : 0))
    return [...prepared.suites].sort((a, b) => rank(a) - rank(b))
  }

  const runSuites = async (mutant: Mutant, changed: ChangedCore) => {
    for (const suite of orderSuites(mutant)) {
      const given = artifactsFor(prepared, changed, suite)
      const started = performance.now()
      const { failed } = await runSuite(given, suite.id)
      seconds.set(suite.id.name, (performance.now() - started) / 1000)
      if (failed[0] === undefined) continue
      lastKiller.set(mutant.where, suite.id.name)
      return `${suite.id.name}.${failed[0].test}`
    }
    return undefined
  }

  return async (mutant: Mutant): Promise<Verdict> => {
    try {
      const changed = changeCore(prepared, mutant.file, applyMutant(sources[mutant.file] ?? '', mutant))
      if (changed.artifact.contract.bytecode === original.contract.bytecode) return { status: 'equivalent' }
      const killer = await runSuites(mutant, changed)
      if (killer !== undefined) return { status: 'killed', by: killer }
      const optimised = compileCore(changed.sources, core, entry, asDeployed)
      deployed ??= compileCore(sources, core, entry, asDeployed).contract.bytecode
      if (optimised.contract.bytecode === deployed) return { status: 'equivalent' }
      const failure = await runMocha(prepared, optimised)
      return failure === undefined ? { status: 'survived' } : { status: 'killed', by: failure }
    } catch (error) {
      if (error instanceof CompilationFailed) return { status: 'not-compiled' }
      throw error
    }
  }
}

/** Runs the tests as they are: a suite that fails without a mutant would kill them all. */
export async function findFailures(prepared: PreparedCore, runSuite: RunSuite): Promise<string[]> {
  const faults: string[] = []
  for (const { id } of prepared.suites) {
    const { tests, failed } = await runSuite(prepared.artifacts, id)
    faults.push(...failed.map(({ test }) => `${id.name}.${test}`))
    if (tests.length === 0) faults.push(`${id.name} runs no test`)
  }
  return faults
}

function isSlow({ id }: Suite): boolean {
  return id.name.includes('Invariant')
}
