// Runs the tests in stages, prints how long each took, and ends with one line that counts what really ran.
//   node scripts/test.ts            what `npm test` runs (minutes)
//   node scripts/test.ts ci         what CI runs on top of it: of the longer checks, the share of the commit
//   node scripts/test.ts all        both
//   node scripts/test.ts long       everything that takes hours, whole; writes docs/results/long-run.md
//   node scripts/test.ts coverage   which lines of TypeScript the unit and integration tests reach
//   node scripts/test.ts count      adds up what the runs before it wrote to the file SPACE_COUNTS
// Further words run only the stages that they name. SPACE_SEED and SPACE_SHARE repeat what another commit ran.
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildAll } from './build/build-all.ts'
import { readCommitSeed } from './test/commit-seed.ts'
import { addCounts, type Counts, noCounts } from './test/count-results.ts'
import { renderResults } from './test/render-results.ts'
import { runInLanes } from './test/run-in-lanes.ts'
import { runStage, type StageResult } from './test/run-stage.ts'
import { readShare } from './test/share.ts'
import { listStages, type Stage, type Tier, tiers } from './test/stages.ts'

const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())

const countsFile = process.env['SPACE_COUNTS']
const [tier = 'quick', ...only] = process.argv.slice(2)
if (tier === 'count') finish(readSavedResults())
else if (tiers.includes(tier as Tier)) finish(await runTier(tier as Tier))
else {
  console.error(`unknown tier "${tier}"; there are: ${tiers.join(', ')}`)
  process.exitCode = 2
}

async function runTier(tier: Tier): Promise<StageResult[]> {
  await buildAll((line) => console.log(`build: ${line}`))
  const { seed, from } = readCommitSeed()
  const share = tier === 'long' ? 'all' : readShare(seed, process.env['SPACE_SHARE'])
  console.log(`seed ${seed} (${from}), longer checks: ${share}`)
  const stages = listStages(tier, share).filter(({ name }) => only.length === 0 || only.includes(name))
  const environment = { SPACE_SEED: String(seed), SPACE_SHARE: share }
  const results =
    tier === 'coverage'
      ? await measureCoverage(stages, environment)
      : await runInLanes(stages, availableParallelism(), (stage) => runAndPrint(stage, environment))
  if (countsFile !== undefined) appendFileSync(countsFile, `${JSON.stringify(results)}\n`)
  if (tier === 'long' && only.length === 0)
    writeFileSync('docs/results/long-run.md', renderResults(results, readCommit(), seed))
  return results
}

async function runAndPrint(stage: Stage, environment: Record<string, string>): Promise<StageResult> {
  // What runs beside others is printed whole when it has ended.
  let output = ''
  const print = (chunk: string) => {
    if (stage.alone) process.stdout.write(chunk)
    else output += chunk
  }
  console.log(`\n=== ${stage.name}`)
  const result = await runStage(stage, environment, { print, signal: stop.signal })
  process.stdout.write(output)
  console.log(`=== ${stage.name}: ${describe(result.counts)} in ${result.seconds.toFixed(1)} s`)
  return result
}

/** Runs the stages that count lines, and then asks what they counted. */
async function measureCoverage(
  stages: readonly Stage[],
  environment: Record<string, string>,
): Promise<StageResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'space-coverage-'))
  process.env['SPACE_V8_COVERAGE'] = folder
  try {
    const report: Stage = { name: 'coverage-ts', command: ['node', 'scripts/ci/coverage-ts.ts'], alone: true }
    return await runInLanes([...stages, report], availableParallelism(), (stage) =>
      runAndPrint(stage, environment),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Says again what failed: the log before it is long, and a log that is cut keeps its end. */
function finish(results: readonly StageResult[]): void {
  const counts = results.map((result) => result.counts).reduce(addCounts, noCounts)
  for (const { stage, counts, excerpt } of results) {
    if (counts.failed > 0) console.log(`\n=== ${stage} failed\n${excerpt}`)
  }
  console.log(`\n${describe(counts)}`)
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0
}

function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

function readSavedResults(): StageResult[] {
  if (countsFile === undefined) throw new Error('SPACE_COUNTS must name the file of the runs before')
  const lines = readFileSync(countsFile, 'utf8').trim().split('\n')
  return lines.flatMap((line) => JSON.parse(line) as StageResult[])
}

function readCommit(): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim()
}
