// Breaks the core contracts in one place after the other and counts how often their tests notice.
//   npm run mutate                         the whole, about an hour; goes on where it was stopped
//   npm run mutate -- --gate               what CI runs
//   npm run mutate -- --help               everything else
import { readBase, readCommit, runGate } from './mutate/gate.ts'
import { type MutateOptions, readOptions, usage } from './mutate/options.ts'
import { makeProgress } from './mutate/report/progress.ts'
import { percent } from './mutate/report/render-report.ts'
import { readReport, writeReport } from './mutate/report/report-files.ts'
import { countVerdicts } from './mutate/report/result.ts'
import { openCore, resultOf } from './mutate/run-core.ts'
import { readChangedLines, selectChanged, selectMutants } from './mutate/select-mutants.ts'

const stop = new AbortController()
process.once('SIGINT', () => stop.abort(new Error('stopped; the same command goes on')))
process.once('SIGTERM', () => stop.abort(new Error('stopped; the same command goes on')))

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = stop.signal.aborted ? 130 : 1
}
// The compiler and the test runner hold the process open.
process.exit()

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return console.log(usage)
  const options = readOptions(args)
  return options.gate ? gate(options) : mutate(options)
}

async function mutate(options: MutateOptions): Promise<void> {
  const lines = options.changed === undefined ? undefined : readChangedLines(options.changed)
  const summary: Record<string, object> = {}
  for (const core of options.cores) {
    const run = openCore(core)
    const some = lines === undefined ? run.mutants : selectChanged(run.mutants, lines)
    const wanted = selectMutants(some, options)
    if (options.list) {
      for (const { id, file, line, where, operator, original, replacement } of wanted)
        console.log([id, `${file}:${line}`, where, operator, original, '→', replacement].join(' '))
      continue
    }
    const progress = makeProgress(core, options.workers)
    await run.judge(wanted, options.workers, stop.signal, progress)
    const counted = countVerdicts(wanted.flatMap(({ id }) => run.verdicts.get(id) ?? []))
    console.error(`${core}: ${percent(counted.killRate)} of ${counted.mutants} mutants killed`)
    const result = resultOf(run)
    if (result !== undefined) writeReport({ ...readReport(), [core]: result })
    summary[core] = result ?? counted
  }
  if (options.json) console.log(JSON.stringify(summary, undefined, 2))
}

async function gate({ cores, workers }: MutateOptions): Promise<void> {
  const commit = readCommit()
  const base = readBase()
  const changed = base === undefined ? 'no earlier commit to compare with' : `functions changed since ${base}`
  const share = process.env['SPACE_SHARE'] ?? 'all'
  console.log(`mutants: ${changed}, and the tenth of ${commit} (SPACE_SHARE=${share})`)
  const progress = makeProgress('gate', workers)
  for (const { core, text, faults } of await runGate(
    { cores, workers, base, commit, share },
    stop.signal,
    progress,
  )) {
    console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} mutants of ${core}: ${text}`)
    for (const fault of faults) console.log(`     ${fault}`)
    if (faults.length > 0) process.exitCode = 1
  }
}
