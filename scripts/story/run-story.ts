import type { Report, StepResult, StoryResult } from './report/report.ts'
import { networkStep } from './steps/01-network.ts'
import { peopleStep } from './steps/02-people.ts'
import { depositStep } from './steps/03-deposit.ts'
import { uploadStep } from './steps/04-upload.ts'
import { shareStep } from './steps/05-share.ts'
import { linkStep } from './steps/06-link.ts'
import { chargeStep } from './steps/07-charge.ts'
import { revokeStep } from './steps/08-revoke.ts'
import { summaryStep } from './steps/09-summary.ts'
import type { Step } from './steps/step.ts'
import type { Story } from './story.ts'

const steps: Step[] = [
  networkStep,
  peopleStep,
  depositStep,
  uploadStep,
  shareStep,
  linkStep,
  chargeStep,
  revokeStep,
  summaryStep,
]

/** Runs the steps in order and stops at the first that fails. */
export async function runStory(story: Story, report: Report): Promise<StoryResult> {
  const results: StepResult[] = []
  for (const step of steps) {
    report.stepStarted(step.id, step.title)
    const result = await runStep(step, story)
    report.stepEnded(result)
    results.push(result)
    if (!result.ok) break
  }
  const ok = results.length === steps.length && results.every((result) => result.ok)
  const partial = story.skipped.some(({ reason }) => !reason.startsWith('it is kept as'))
  const exitCode = ok ? (partial ? 3 : 0) : 1
  return { ok, steps: results, skipped: story.skipped, state: story.options.state ?? '', exitCode }
}

async function runStep({ id, title, run }: Step, story: Story): Promise<StepResult> {
  const started = performance.now()
  const done = () => Math.round(performance.now() - started)
  try {
    return { id, title, ok: true, figures: await run(story), ms: done() }
  } catch (failure) {
    return { id, title, ok: false, figures: {}, ms: done(), error: (failure as Error).message }
  }
}
