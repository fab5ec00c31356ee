// Runs the tests in stages, prints how long each took, and ends with one line that counts what really ran.
//   node scripts/test.ts            what `npm test` runs (minutes)
//   node scripts/test.ts ci         what CI runs on top of it
//   node scripts/test.ts all        both
//   node scripts/test.ts long       everything that takes hours, whole
//   node scripts/test.ts count      adds up what the runs before it wrote to the file SPACE_COUNTS
// Further words run only the stages that they name.
import { spawn } from 'node:child_process'
import { appendFileSync, globSync, readFileSync } from 'node:fs'
import { buildAll } from './build/build-all.ts'
import { readCommitSeed } from './test/commit-seed.ts'
import { addCounts, type Counts, noCounts, readCounts } from './test/count-results.ts'
import { excerptFailures } from './test/excerpt-failures.ts'
import { type Stage, stages, type Tier } from './test/stages.ts'

/** What ran, and for each stage that failed what it said about it. */
type Results = { counts: Counts; failures: { stage: string; excerpt: string }[] }

const nothing: Results = { counts: noCounts, failures: [] }
const countsFile = process.env['SPACE_COUNTS']
const [tier = 'quick', ...only] = process.argv.slice(2)
if (tier === 'count') finish(readSavedResults())
else if (tier in stages) finish(await runTier(stages[tier as Tier]))
else {
  console.error(`unknown tier "${tier}"; there are: ${Object.keys(stages).join(', ')}`)
  process.exit(2)
}

async function runTier(list: readonly Stage[]): Promise<Results> {
  await buildAll((line) => console.log(`build: ${line}`))
  const { seed, from } = readCommitSeed()
  console.log(`seed ${seed} (${from})`)
  let total = nothing
  for (const stage of list) {
    if (only.length === 0 || only.includes(stage.name)) total = addResults(total, await runStage(stage, seed))
  }
  if (countsFile !== undefined) appendFileSync(countsFile, `${JSON.stringify(total)}\n`)
  return total
}

async function runStage({ name, command: [command, ...args], env }: Stage, seed: number): Promise<Results> {
  const started = performance.now()
  console.log(`\n=== ${name}`)
  const { output, code } = await run(command as string, args.flatMap(expand), {
    SPACE_SEED: String(seed),
    ...env,
  })
  const counts = readCounts(output, code)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`=== ${name}: ${describe(counts)} in ${seconds} s`)
  return { counts, failures: counts.failed === 0 ? [] : [{ stage: name, excerpt: excerptFailures(output) }] }
}

/** Says again what failed: the log before it is long, and whoever keeps a part of a log keeps its end. */
function finish({ counts, failures }: Results): void {
  for (const { stage, excerpt } of failures) console.log(`\n=== ${stage} failed\n${excerpt}`)
  console.log(`\n${describe(counts)}`)
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0
}

function addResults(a: Results, b: Results): Results {
  return { counts: addCounts(a.counts, b.counts), failures: [...a.failures, ...b.failures] }
}

function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

function readSavedResults(): Results {
  if (countsFile === undefined) throw new Error('SPACE_COUNTS must name the file of the runs before')
  const lines = readFileSync(countsFile, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Results).reduce(addResults, nothing)
}

/** Patterns are resolved here, so that a test that is moved away does not silently stop running. */
function expand(argument: string): string[] {
  if (!argument.includes('*')) return [argument]
  const files = globSync(argument, { exclude: (name) => name === 'node_modules' }).sort()
  if (files.length === 0) throw new Error(`no file matches ${argument}`)
  return files
}

function run(command: string, args: string[], env: Record<string, string>) {
  return new Promise<{ output: string; code: number }>((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', ...env },
    })
    let output = ''
    const pass = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
      stream.write(chunk)
      output += chunk
    }
    child.stdout.on('data', pass(process.stdout))
    child.stderr.on('data', pass(process.stderr))
    child.on('error', (error) => resolve({ output: `${output}${error.message}`, code: 1 }))
    child.on('close', (code) => resolve({ output, code: code ?? 1 }))
  })
}
