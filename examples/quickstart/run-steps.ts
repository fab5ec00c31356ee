import type { Demo } from './demo.ts'
import { formatBytes } from './report/format.ts'
import type { DemoResult, StepResult } from './report/report.ts'
import { networkStep } from './steps/01-network.ts'
import { namesStep } from './steps/02-names.ts'
import { depositStep } from './steps/03-deposit.ts'
import { uploadStep } from './steps/04-upload.ts'
import { shareStep } from './steps/05-share.ts'
import { linkStep } from './steps/06-link.ts'
import { chargeStep } from './steps/07-charge.ts'
import { revokeStep } from './steps/08-revoke.ts'
import { summaryStep } from './steps/09-summary.ts'
import type { Step } from './steps/step.ts'

const steps: Step[] = [
  networkStep,
  namesStep,
  depositStep,
  uploadStep,
  shareStep,
  linkStep,
  chargeStep,
  revokeStep,
  summaryStep,
]

/** Runs the steps in order and stops at the first that fails, or when the demo is interrupted. */
export async function runSteps(demo: Demo): Promise<DemoResult> {
  const { report, skipped, renamed, signal } = demo
  const results: StepResult[] = []
  for (const step of steps) {
    report.stepStarted(step.id, step.title)
    const result = await runStep(step, demo)
    report.stepEnded(result)
    results.push(result)
    if (!result.ok) break
  }
  const ok = results.length === steps.length && results.every((result) => result.ok)
  const exitCode = ok ? (skipped.length > 0 ? 3 : 0) : signal.aborted ? 130 : 1
  return { ok, steps: results, skipped, renamed, state: demo.options.state ?? '', exitCode }
}

/** What an interrupted run leaves. */
export function describeDurable({ durableBytes, options, store }: Demo): string {
  const amount = `${formatBytes(durableBytes)} of ${options.directory} are durable`
  return options.state === undefined
    ? `interrupted: ${amount}, but this run keeps nothing; --state DIR does`
    : `interrupted: ${amount} in ${store}; the same command goes on from there`
}

async function runStep({ id, title, run }: Step, demo: Demo): Promise<StepResult> {
  const started = performance.now()
  const done = () => Math.round(performance.now() - started)
  try {
    return { id, title, ok: true, figures: await untilAborted(run(demo), demo.signal), ms: done() }
  } catch (failure) {
    const error = demo.signal.aborted ? 'it was interrupted' : (failure as Error).message
    return { id, title, ok: false, figures: {}, ms: done(), error }
  }
}

function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = new Promise<never>((_, reject) => {
    const refuse = () => reject(signal.reason)
    if (signal.aborted) refuse()
    else signal.addEventListener('abort', refuse, { once: true })
  })
  return Promise.race([work, aborted])
}
