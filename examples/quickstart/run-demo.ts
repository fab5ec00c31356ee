import { createDemo, type Demo, endDemo, endParticipants } from './demo.ts'
import type { Prepare } from './main.ts'
import type { DemoOptions } from './options.ts'
import { createJsonReport } from './report/json-report.ts'
import type { Report, Serving } from './report/report.ts'
import { createTextReport } from './report/text-report.ts'
import { describeDurable, runSteps } from './run-steps.ts'

/** Prepares, runs the demo, serves if asked to, and ends every process that belongs to it. Returns the exit code. */
export async function runDemo(options: DemoOptions, prepare: Prepare): Promise<number> {
  const report = options.json
    ? createJsonReport((line) => process.stdout.write(line))
    : createTextReport(process.stdout)
  if (!(await build(options, report, prepare))) return 1

  const interruption = new AbortController()
  const { signal } = interruption
  // A second Ctrl-C ends this process at once; the others notice that and end as well.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => interruption.abort())
  const demo = createDemo(options, report, signal)
  try {
    const result = await runSteps(demo)
    if (signal.aborted) report.note(describeDurable(demo))
    const isAttended = process.stdin.isTTY && process.stdout.isTTY && !options.json
    const isServing = result.ok && (options.keep || isAttended)
    report.ended(result, isServing ? listServed(demo) : undefined)
    if (isServing) await serve(demo)
    return result.exitCode
  } finally {
    await endDemo(demo)
  }
}

async function build(options: DemoOptions, report: Report, prepare: Prepare): Promise<boolean> {
  try {
    await prepare((line) => process.stderr.write(`build: ${line}\n`))
    return true
  } catch (failure) {
    process.stderr.write(`The build failed: ${(failure as Error).message}\n`)
    report.ended({ ok: false, steps: [], skipped: [], renamed: [], state: options.state ?? '', exitCode: 1 })
    return false
  }
}

function listServed({ network, blockServer }: Demo): Serving {
  const { rpcUrl, indexUrl, chainId } = network
  return { rpcUrl, indexUrl, blocksUrl: blockServer.url, chainId }
}

/** Waits for Ctrl-C or SIGTERM; the server of blocks keeps this process alive. */
async function serve(demo: Demo): Promise<void> {
  await endParticipants(demo)
  if (demo.signal.aborted) return
  await new Promise((resolve) => demo.signal.addEventListener('abort', resolve, { once: true }))
}
