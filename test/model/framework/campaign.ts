import fc from 'fast-check'
import type { Chain } from './chain.ts'
import { Coverage } from './coverage.ts'
import type { Model } from './model.ts'
import { Rng } from './rng.ts'
import { compareViews, Difference, type Run, runStep, startRun } from './run.ts'
import { type Step, writeCall } from './step.ts'

/** How many calls a campaign makes. */
export type Extent = {
  /** Calls in all, or a few more: a sequence is not cut short. */
  calls: number
  /** Calls from one fresh start, on average. */
  perSequence: number
  /** Calls between two comparisons of all views, on average. */
  viewsEvery: number
  /** Goes on, up to three times as long, until everything that can be reached was: some of it is rare. */
  untilComplete?: boolean
}

/** The share of calls that repeat an earlier one. */
const REPLAYS = 0.03

/** Most sequences that are tried to shrink one failure. */
const MAX_SHRINKS = 400

/** What the commands of a sequence run on, beside the state of the model. */
type Target<State> = { chain: Chain; model: Model<State>; coverage: Coverage }

/** Runs sequences of random calls; the first difference ends it with an error that says how to repeat it. */
export async function runCampaign<State>(
  chain: Chain,
  model: Model<State>,
  seed: number,
  { calls, perSequence, viewsEvery, untilComplete = false }: Extent,
): Promise<Coverage> {
  const coverage = new Coverage()
  const command = fc.oneof(
    { weight: viewsEvery, arbitrary: fc.noShrink(fc.integer()).map((entropy) => new Call<State>(entropy)) },
    { weight: 1, arbitrary: fc.constant(null).map(() => new CompareViews<State>()) },
  )
  const goesOn = () =>
    coverage.calls < calls ||
    (untilComplete && coverage.calls < 3 * calls && coverage.missing(model).length > 0)
  for (let sequence = 0; goesOn(); sequence++) {
    const left = calls - coverage.calls
    const maxCommands = 2 * (left > 0 ? Math.min(perSequence, left) : perSequence)
    const sequences = fc.commands([command], { maxCommands, size: 'max', disableReplayLog: true })
    const property = fc.asyncProperty(fc.limitShrink(sequences, MAX_SHRINKS), (commands) =>
      fromStart(chain, () =>
        fc.asyncModelRun(() => ({ model: startRun(model), real: { chain, model, coverage } }), commands),
      ),
    )
    const { errorInstance } = await fc.check(property, { seed: mix(seed, sequence), numRuns: 1 })
    if (errorInstance instanceof Difference) {
      throw new Error(report(model, seed, sequence, errorInstance, chain.name))
    }
    if (errorInstance !== null) throw errorInstance
  }
  return coverage
}

/** One call on both sides. It is drawn once: when calls before it are left out, it stays as it was. */
class Call<State> implements fc.AsyncCommand<Run<State>, Target<State>> {
  readonly #entropy: number
  #step: Step | undefined

  constructor(entropy: number) {
    this.#entropy = entropy
  }

  check(): boolean {
    return true
  }

  async run(run: Run<State>, { chain, model, coverage }: Target<State>): Promise<void> {
    if (this.#step === undefined) {
      const rng = new Rng(this.#entropy)
      this.#step = drawReplay(rng, run) ?? model.draw(rng, run.state, run.time)
    }
    coverage.noteCall(this.#step, await runStep(chain, model, run, this.#step))
  }
}

/** Compares all views. */
class CompareViews<State> implements fc.AsyncCommand<Run<State>, Target<State>> {
  check(): boolean {
    return true
  }

  async run(run: Run<State>, { chain, model, coverage }: Target<State>): Promise<void> {
    coverage.noteViews(await compareViews(chain, model, run))
  }
}

/** Now and then an earlier call that carried bytes, perhaps from another sender: no signature may serve twice. */
function drawReplay(rng: Rng, { steps, time }: Run<unknown>): Step | undefined {
  if (!rng.chance(REPLAYS)) return undefined
  const carrying = steps.filter(({ args }) =>
    args.some((arg) => typeof arg === 'string' && arg.length > 2 + 2 * 64),
  )
  if (carrying.length === 0) return undefined
  const { sender } = rng.pick(carrying)
  return { ...rng.pick(carrying), sender, time: time + BigInt(rng.below(100)) }
}

/** Runs something and then takes the chain back to where it was. */
async function fromStart(chain: Chain, run: () => Promise<void>): Promise<void> {
  const snapshot = await chain.request('evm_snapshot', [])
  try {
    await run()
  } finally {
    await chain.request('evm_revert', [snapshot])
  }
}

/** The seed of a sequence, 32 bits. */
function mix(seed: number, sequence: number): number {
  return (Math.imul(seed, 65_537) + sequence) | 0
}

function report<State>(
  model: Model<State>,
  seed: number,
  sequence: number,
  { steps, at, expected, actual }: Difference,
  evm: string,
): string {
  const lines = steps.map(({ time, sender, target, method, args, value }, index) => {
    const wait = time - (steps[index - 1]?.time ?? model.startTime)
    const money = value ? ` with ${value} wei` : ''
    return `  +${wait} s  ${sender}  ${target}.${writeCall(method, args)}${money}`
  })
  const text = [
    `${model.name}: ${evm} and the model differ (SPACE_SEED=${seed}, sequence ${sequence})`,
    ...lines,
    `at     ${at}`,
    `model  ${expected}`,
    `${evm}    ${actual}`,
  ].join('\n')
  return Object.entries(model.labels).reduce(
    (text, [address, label]) => text.replaceAll(address.slice(2).toLowerCase(), `<${label}>`),
    text,
  )
}
