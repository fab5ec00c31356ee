import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { isNode } from '../solidity/ast.ts'
import { compile } from '../solidity/compile.ts'
import { openTestRunner, type RunSuite } from './edr.ts'
import { hashSources, openJournal, readTestSources } from './journal.ts'
import { findFailures, type Verdict } from './judge-mutant.ts'
import { listMutants, type Mutant } from './list-mutants.ts'
import { judgeAll } from './pool.ts'
import { type Core, type PreparedCore, prepareCore } from './prepare-core.ts'
import { readReasons } from './report/report-files.ts'
import { type CoreResult, countVerdicts, listSurvivors } from './report/result.ts'

const root = join(import.meta.dirname, '../..')
let testRunner: Promise<RunSuite> | undefined

/** A core, its mutants and what is known about them. */
export type CoreRun = {
  core: Core
  mutants: Mutant[]
  verdicts: ReadonlyMap<string, Verdict>
  /** Hash of the core's bytecode, compiled as for the mutants. */
  code: string
  /** Judges those of `wanted` that are not judged yet. */
  judge(
    wanted: readonly Mutant[],
    workers: number,
    signal: AbortSignal,
    onProgress: OnProgress,
  ): Promise<void>
}

/** Called after each verdict. */
export type OnProgress = (mutant: Mutant, verdict: Verdict, left: number) => void

/** Compiles a core with its tests, lists its mutants and opens its journal. */
export function openCore(core: Core): CoreRun {
  const prepared = prepareCore(core)
  const mutants = findMutants(prepared)
  const key = hashSources({ ...prepared.sources, ...readTestSources(root) })
  const journal = openJournal(join(root, 'cache/mutate', `${core}.ndjson`), key)
  return {
    core,
    mutants,
    verdicts: journal.verdicts,
    code: hashCode(prepared),
    judge: async (wanted, workers, signal, onProgress) => {
      const open = wanted.filter(({ id }) => !journal.verdicts.has(id))
      if (open.length === 0) return
      // The TypeScript tests run on artifacts, with the mutant's code put in place of the core's.
      execFileSync(join(root, 'node_modules/.bin/hardhat'), ['build', '--quiet'], {
        cwd: root,
        stdio: 'ignore',
      })
      testRunner ??= openTestRunner()
      const failures = await findFailures(prepared, await testRunner)
      if (failures.length > 0) throw new Error(`${core} fails without a mutant: ${failures.join(', ')}`)
      let left = open.length
      await judgeAll(prepared, open, workers, signal, (mutant, verdict) => {
        journal.add(mutant.id, verdict)
        onProgress(mutant, verdict, --left)
      })
    },
  }
}

/** What is known of a core whose mutants are all judged; nothing before that. */
export function resultOf({ mutants, verdicts, code }: CoreRun): CoreResult | undefined {
  if (!mutants.every(({ id }) => verdicts.has(id))) return undefined
  const judged = mutants.map(({ id }) => verdicts.get(id) as Verdict)
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  const isChanged = git('status', '--porcelain', '--', 'contracts', 'test/contracts') !== ''
  return {
    code,
    commit: `${git('rev-parse', 'HEAD')}${isChanged ? ' with changes' : ''}`,
    date: new Date().toISOString().slice(0, 10),
    ...countVerdicts(judged),
    survivors: listSurvivors(mutants, verdicts, readReasons()),
  }
}

/**
 * The hash of the code that a core compiles to: a report of another hash is out of date. Comments and names may change
 * without it.
 */
function hashCode({ core, artifacts }: PreparedCore): string {
  return hashSources({ [core]: artifacts.at(-1)?.contract.bytecode ?? '' })
}

/** Every mutant of a core. */
export function findMutants({ files, sources }: PreparedCore): Mutant[] {
  const parsed = compile(sources, {}, { '*': { '': ['ast'] } })
  return files.flatMap((file) => {
    const ast = parsed.sources[file]?.ast
    return isNode(ast) ? listMutants(file, sources[file] ?? '', ast) : []
  })
}
