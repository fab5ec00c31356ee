import { execFileSync } from 'node:child_process'
import { percent } from './report/render-report.ts'
import { readReport } from './report/report-files.ts'
import { countVerdicts, type MutationReport } from './report/result.ts'
import { type CoreRun, type OnProgress, openCore } from './run-core.ts'
import { orderByChance, readChangedLines, selectChanged, selectTenth } from './select-mutants.ts'

/** The least share of mutants that the tests must kill. */
export const bar = 0.9

/** So many mutants of changed functions are judged at most, chosen by the commit: more would take hours. */
const mostChanged = 60

/** What CI checks of one core, and what it found wrong. */
export type GateResult = { core: string; text: string; faults: string[] }

/**
 * The report must be of the code as it is and reach the bar; then mutants of functions changed since `base`
 * and, of the contract that `share` names or of all, the tenth of the commit are judged anew.
 */
export async function runGate(
  options: {
    cores: readonly CoreRun['core'][]
    workers: number
    base: string | undefined
    commit: string
    share: string
  },
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<GateResult[]> {
  const changed = options.base === undefined ? new Map() : readChangedLines(options.base)
  const seed = Number.parseInt(options.commit.slice(0, 8), 16)
  const results: GateResult[] = []
  for (const core of options.cores) {
    const run = openCore(core)
    const wanted = new Set([
      ...orderByChance(selectChanged(run.mutants, changed), seed).slice(0, mostChanged),
      ...(options.share === 'all' || options.share === core ? selectTenth(run.mutants, options.commit) : []),
    ])
    await run.judge([...wanted], options.workers, signal, onProgress)
    const { mutants, killRate } = countVerdicts([...wanted].flatMap(({ id }) => run.verdicts.get(id) ?? []))
    const faults = findReportFaults(core, run.code, readReport())
    if (killRate < bar)
      faults.push(`${percent(killRate)} of ${mutants} mutants killed, ${percent(bar)} wanted`)
    results.push({ core, faults, text: `${percent(killRate)} of ${mutants} mutants killed` })
  }
  return results
}

/** What is wrong with the report about a core whose code has this hash. */
export function findReportFaults(core: CoreRun['core'], code: string, report: MutationReport): string[] {
  const result = report[core]
  if (result === undefined) return ['docs/results/mutation.json does not know it: run "npm run mutate"']
  const faults: string[] = []
  if (result.code !== code) faults.push('docs/results/mutation.json is of other code: run "npm run mutate"')
  if (result.killRate < bar)
    faults.push(`only ${percent(result.killRate)} killed in the whole run of the report`)
  return faults
}

/** The commit that changes are counted from: SPACE_BASE, or the one before; none in a clone without history. */
export function readBase(): string | undefined {
  return (
    process.env['SPACE_BASE'] ?? git('rev-list', '--first-parent', '--max-count=2', 'HEAD').split('\n')[1]
  )
}

/** The commit that is checked out. */
export function readCommit(): string {
  return git('rev-parse', 'HEAD')
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' }).trim()
}
