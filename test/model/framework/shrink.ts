import type { Chain } from './chain.ts'
import type { Model } from './model.ts'
import { compareViews, type Difference, runStep, startRun } from './run.ts'
import type { Step } from './step.ts'

/** A sequence of calls that ends in a difference. */
export type Failure = { steps: Step[]; difference: Difference }

/** Most replays that are spent on one failure. */
const BUDGET = 400

/**
 * Leaves out calls, first many at once, then single ones, as long as the rest still ends in a difference (Zeller and
 * Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002). The time of a call that is left out passes all
 * the same.
 */
export async function shrink<State>(chain: Chain, model: Model<State>, failure: Failure): Promise<Failure> {
  let best = failure
  let budget = BUDGET
  for (
    let size = Math.ceil(best.steps.length / 2);
    size >= 1 && budget > 0;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = best.steps.length - size; from > -size && budget > 0; from -= size) {
      budget--
      const shorter = await replay(
        chain,
        model,
        leaveOut(best.steps, Math.max(from, 0), Math.min(from, 0) + size),
      )
      if (shorter !== undefined) best = shorter
    }
  }
  return best
}

/** Plays calls from the beginning up to the first difference, and asks everything after the last one. */
export async function replay<State>(
  chain: Chain,
  model: Model<State>,
  steps: readonly Step[],
): Promise<Failure | undefined> {
  return fromStart(chain, async () => {
    const run = startRun(model)
    for (const [index, step] of steps.entries()) {
      const { difference } = await runStep(chain, model, run, step)
      if (difference !== undefined) return { steps: steps.slice(0, index + 1), difference }
    }
    const { difference } = await compareViews(chain, model, run)
    return difference === undefined ? undefined : { steps: [...steps], difference }
  })
}

/** Runs something and then takes the chain back to where it was. */
export async function fromStart<Value>(chain: Chain, run: () => Promise<Value>): Promise<Value> {
  const snapshot = await chain.request('evm_snapshot', [])
  try {
    return await run()
  } finally {
    await chain.request('evm_revert', [snapshot])
  }
}

function leaveOut(steps: readonly Step[], from: number, count: number): Step[] {
  const wait = steps.slice(from, from + count).reduce((sum, step) => sum + step.wait, 0n)
  const [next, ...rest] = steps.slice(from + count)
  const head = steps.slice(0, from)
  return next === undefined ? head : [...head, { ...next, wait: next.wait + wait }, ...rest]
}
