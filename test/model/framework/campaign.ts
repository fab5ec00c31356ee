import type { Chain } from './chain.ts'
import { Coverage } from './coverage.ts'
import type { World } from './model.ts'
import { Dice } from './rng.ts'
import { begin, compareViews, makeStep } from './run.ts'
import { type Failure, fromStart, shrink } from './shrink.ts'
import { type Step, writeCall } from './step.ts'

/** How much is played. */
export type Extent = {
  /** Calls in all. */
  calls: number
  /** Calls from one fresh start. */
  perSequence: number
  /** Calls between two looks at everything. */
  perLook: number
  /** Goes on, up to three times as long, until everything that can be reached was: some of it is rare. */
  untilComplete?: boolean
}

/** The share of calls that repeat an earlier one. */
const REPLAYS = 0.03

/** Plays sequences of random calls; a difference ends it with an error that tells how to see it again. */
export async function runCampaign<State>(
  chain: Chain,
  world: World<State>,
  seed: number,
  { calls, perSequence, perLook, untilComplete = false }: Extent,
): Promise<Coverage> {
  const coverage = new Coverage()
  const goesOn = () =>
    coverage.calls < calls ||
    (untilComplete && coverage.calls < 3 * calls && coverage.missing(world).length > 0)
  for (let sequence = 0; goesOn(); sequence++) {
    const dice = new Dice(`${seed} ${world.name} ${sequence}`)
    const left = calls - coverage.calls
    const length = left > 0 ? Math.min(perSequence, left) : perSequence
    const failure = await fromStart(chain, () => playSequence(chain, world, dice, length, perLook, coverage))
    if (failure === undefined) continue
    const shrunk = await shrink(chain, world, failure)
    throw new Error(tell(world, seed, sequence, shrunk, chain.name))
  }
  return coverage
}

async function playSequence<State>(
  chain: Chain,
  world: World<State>,
  dice: Dice,
  length: number,
  perLook: number,
  coverage: Coverage,
): Promise<Failure | undefined> {
  const play = begin(world)
  const steps: Step[] = []
  while (steps.length < length) {
    const step = drawReplay(dice, steps) ?? world.draw(dice, play.state, play.time)
    steps.push(step)
    const { outcome, difference } = await makeStep(chain, world, play, step)
    if (difference !== undefined) return { steps, difference }
    coverage.noteCall(step, outcome)
    if (steps.length % perLook !== 0 && steps.length !== length) continue
    const look = await compareViews(chain, world, play)
    if (look.difference !== undefined) return { steps, difference: look.difference }
    coverage.noteViews(look.asked)
  }
  return undefined
}

/** Now and then an earlier call that carried bytes, perhaps from somebody else: no signature may serve twice. */
function drawReplay(dice: Dice, steps: readonly Step[]): Step | undefined {
  if (!dice.chance(REPLAYS)) return undefined
  const carrying = steps.filter(({ args }) =>
    args.some((arg) => typeof arg === 'string' && arg.length > 2 + 2 * 64),
  )
  if (carrying.length === 0) return undefined
  const { sender } = dice.pick(carrying)
  return { ...dice.pick(carrying), sender, wait: BigInt(dice.below(100)) }
}

function tell<State>(
  world: World<State>,
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
    `${world.name}: ${evm} and the model differ (SPACE_SEED=${seed}, sequence ${sequence})`,
    ...lines,
    `at     ${difference.at}`,
    `model  ${difference.model}`,
    `${evm}    ${difference.evm}`,
  ].join('\n')
  return Object.entries(world.labels).reduce(
    (told, [address, label]) => told.replaceAll(address.slice(2).toLowerCase(), `<${label}>`),
    text,
  )
}
