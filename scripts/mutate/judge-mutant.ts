import { CompilationFailed, type Sources } from '../solidity/compile.ts'
import type { Artifact, RunSuite } from './edr.ts'
import { applyMutant, type Mutant } from './list-mutants.ts'
import { compileCore, compileSuite, firstThatCompiles, type PreparedCore } from './prepare-core.ts'
import { deployedProfile, fastProfiles } from './profiles.ts'
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
  const { core, entry, sources, profile, artifacts } = prepared
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

  const runSuites = async (mutant: Mutant, mutated: Sources, changed: Artifact) => {
    const others = artifacts.slice(0, -1)
    for (const suite of orderSuites(mutant)) {
      const embeds = suite.embeds.includes(mutant.file)
      const own = embeds ? compileSuite(mutated, suite, prepared.testProfile) : undefined
      const rest = own === undefined ? others : others.filter(({ id }) => !isSame(id, suite.id))
      const started = performance.now()
      const { failed } = await runSuite([...rest, ...(own ? [own] : []), changed], suite.id)
      seconds.set(suite.id.name, (performance.now() - started) / 1000)
      if (failed[0] === undefined) continue
      lastKiller.set(mutant.where, suite.id.name)
      return `${suite.id.name}.${failed[0].replace(/\(.*/, '')}`
    }
    return undefined
  }

  return async (mutant: Mutant): Promise<Verdict> => {
    const text = applyMutant(sources[mutant.file] ?? '', mutant)
    const mutated = { ...sources, [mutant.file]: text }
    const compileMutant = () => {
      const profiles = [profile, ...fastProfiles, asDeployed]
      return firstThatCompiles(profiles, (settings) => compileCore(mutated, core, entry, settings))[1]
    }
    try {
      const changed = compileMutant()
      if (changed.contract.bytecode === original.contract.bytecode) return { status: 'equivalent' }
      const killer = await runSuites(mutant, mutated, changed)
      if (killer !== undefined) return { status: 'killed', by: killer }
      const optimised = compileCore(mutated, core, entry, asDeployed)
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
    faults.push(...failed.map((test) => `${id.name}.${test}`))
    if (tests.length === 0) faults.push(`${id.name} runs no test`)
  }
  return faults
}

function isSlow({ id }: Suite): boolean {
  return id.name.includes('Invariant')
}

function isSame(a: Artifact['id'], b: Artifact['id']): boolean {
  return a.source === b.source && a.name === b.name
}
