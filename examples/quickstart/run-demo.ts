import { buildAll } from '../../scripts/build/build-all.ts'
import { createDemo, type Demo, endDemo } from './demo.ts'
import type { DemoOptions } from './options.ts'
import { createJsonReport } from './report/json-report.ts'
import type { Report } from './report/report.ts'
import { createTextReport } from './report/text-report.ts'
import { describeDurable, runSteps } from './run-steps.ts'

/** Builds what changed, runs the demo, and ends every process that belongs to it. Gives the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const report = options.json
    ? createJsonReport((line) => process.stdout.write(line))
    : createTextReport(process.stdout)
  if (!(await build(options, report))) return 1

  const interruption = new AbortController()
  const { signal } = interruption
  // A second Ctrl-C ends this process at once; the others notice that and end as well.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interruption.abort())
  const demo = createDemo(options, report, signal)
  try {
    const result = await runSteps(demo)
    if (signal.aborted) report.note(describeDurable(demo))
    report.ended(result)
    const isAttended = process.stdin.isTTY && process.stdout.isTTY && !options.json
    if (result.ok && isAttended) await serve(demo)
    return result.exitCode
  } finally {
    await endDemo(demo)
  }
}

async function build(options: DemoOptions, report: Report): Promise<boolean> {
  try {
    await buildAll((line) => process.stderr.write(`build: ${line}\n`))
    return true
  } catch (failure) {
    process.stderr.write(`The build failed: ${(failure as Error).message}\n`)
    report.ended({ ok: false, steps: [], skipped: [], renamed: [], state: options.state ?? '', exitCode: 1 })
    return false
  }
}

/** Waits for Ctrl-C; the children's pipes keep this process alive. */
async function serve({ network, signal }: Demo): Promise<void> {
  process.stdout.write(`Still serving ${network.rpcUrl} and ${network.indexUrl}. Ctrl-C ends it.\n`)
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  }
}
