// Runs the tests in stages, prints how long each took, and ends with one line that counts what really ran.
//   node scripts/test.ts            what `npm test` runs (minutes)
//   node scripts/test.ts ci         what comes on top of it in CI
//   node scripts/test.ts long       everything that takes hours, whole
// Further words run only the stages that they name.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { type Counts, readCounts } from './test/count-results.ts'
import { stages, type Tier } from './test/stages.ts'

const [tier = 'quick', ...only] = process.argv.slice(2)
if (!(tier in stages)) {
  console.error(`unknown tier "${tier}"; there are: ${Object.keys(stages).join(', ')}`)
  process.exit(2)
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 }
for (const stage of stages[tier as Tier]) {
  if (only.length > 0 && !only.includes(stage.name)) continue
  const started = performance.now()
  console.log(`\n=== ${stage.name}`)
  const [command, ...args] = stage.command
  const { output, code } = await run(command as string, args.flatMap(expand), stage.env)
  const counts = readCounts(output, code)
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `=== ${stage.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds} s`,
  )
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

function expand(argument: string): string[] {
  if (!argument.includes('*')) return [argument]
  const files = globSync(argument, { exclude: (name) => name === 'node_modules' }).sort()
  if (files.length === 0) throw new Error(`no file matches ${argument}`)
  return files
}

function run(command: string, args: string[], env: Record<string, string> = {}) {
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
