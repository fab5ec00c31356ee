import type { Chain } from './chain.ts'
import { Coverage } from './coverage.ts'
import type { Model } from './model.ts'
import { Rng } from './rng.ts'
import { compareViews, runStep, startRun } from './run.ts'
import { type Failure, fromStart, shrink } from './shrink.ts'
import { type Step, writeCall } from './step.ts'

/** How many calls a campaign makes. */
export type Extent = {
  /** Calls in all. */
  calls: number
  /** Calls from one fresh start. */
  perSequence: number
  /** Calls between two comparisons of all views. */
  viewsEvery: number
  /** Goes on, up to three times as long, until everything that can be reached was: some of it is rare. */
  untilComplete?: boolean
}

/** The share of calls that repeat an earlier one. */
const REPLAYS = 0.03

/** Runs sequences of random calls; the first difference ends it with an error that says how to repeat it. */
export async function runCampaign<State>(
  chain: Chain,
  model: Model<State>,
  seed: number,
  { calls, perSequence, viewsEvery, untilComplete = false }: Extent,
): Promise<Coverage> {
  const coverage = new Coverage()
  const goesOn = () =>
    coverage.calls < calls ||
    (untilComplete && coverage.calls < 3 * calls && coverage.missing(model).length > 0)
  for (let sequence = 0; goesOn(); sequence++) {
    const rng = new Rng(`${seed} ${model.name} ${sequence}`)
    const left = calls - coverage.calls
    const length = left > 0 ? Math.min(perSequence, left) : perSequence
    const failure = await fromStart(chain, () => runSequence(chain, model, rng, length, viewsEvery, coverage))
    if (failure === undefined) continue
    const shrunk = await shrink(chain, model, failure)
    throw new Error(report(model, seed, sequence, shrunk, chain.name))
  }
  return coverage
}

async function runSequence<State>(
  chain: Chain,
  model: Model<State>,
  rng: Rng,
  length: number,
  viewsEvery: number,
  coverage: Coverage,
): Promise<Failure | undefined> {
  const run = startRun(model)
  const steps: Step[] = []
  while (steps.length < length) {
    const step = drawReplay(rng, steps) ?? model.draw(rng, run.state, run.time)
    steps.push(step)
    const { outcome, difference } = await runStep(chain, model, run, step)
    if (difference !== undefined) return { steps, difference }
    coverage.noteCall(step, outcome)
    if (steps.length % viewsEvery !== 0 && steps.length !== length) continue
    const views = await compareViews(chain, model, run)
    if (views.difference !== undefined) return { steps, difference: views.difference }
    coverage.noteViews(views.asked)
  }
  return undefined
}

/** Now and then an earlier call that carried bytes, perhaps from another sender: no signature may serve twice. */
function drawReplay(rng: Rng, steps: readonly Step[]): Step | undefined {
  if (!rng.chance(REPLAYS)) return undefined
  const carrying = steps.filter(({ args }) =>
    args.some((arg) => typeof arg === 'string' && arg.length > 2 + 2 * 64),
  )
  if (carrying.length === 0) return undefined
  const { sender } = rng.pick(carrying)
  return { ...rng.pick(carrying), sender, wait: BigInt(rng.below(100)) }
}

function report<State>(
  model: Model<State>,
  seed: number,
  sequence: number,
  failure: Failure,
  evm: string,
): string {
  const { steps, difference } = failure
  const lines = steps.map(
    ({ wait, sender, target, method, args, value }) =>
      `  +${wait} s  ${sender}  ${target}.${writeCall(method, args)}${value ? ` with ${value} wei` : ''}`,
  )
  const text = [
    `${model.name}: ${evm} and the model differ (SPACE_SEED=${seed}, sequence ${sequence})`,
    ...lines,
    `at     ${difference.at}`,
    `model  ${difference.model}`,
    `${evm}    ${difference.evm}`,
  ].join('\n')
  return Object.entries(model.labels).reduce(
    (text, [address, label]) => text.replaceAll(address.slice(2).toLowerCase(), `<${label}>`),
    text,
  )
}
