import type { Interface } from 'ethers'
import { type Chain, type Execution, execute, setTime, toQuantity } from './chain.ts'
import { copy } from './copy.ts'
import type { View, World } from './model.ts'
import { type Outcome, Refusal, refuse, type Step, succeed, write, writeCall } from './step.ts'

/** Where the EVM and the model do not agree. */
export type Difference = { at: string; model: string; evm: string }

/** A world in motion. */
export type Play<State> = { state: State; time: bigint }

/** A play from the beginning. */
export function begin<State>(world: World<State>): Play<State> {
  return { state: world.start, time: world.startTime }
}

/** Makes one call on both sides. Returns what the model says came of it, and the difference if there is one. */
export async function makeStep<State>(
  chain: Chain,
  world: World<State>,
  play: Play<State>,
  step: Step,
): Promise<{ outcome: Outcome; difference?: Difference }> {
  play.time += step.wait
  const outcome = foretell(world, play, step)
  const { address, abi } = contractOf(world, step.target)
  await setTime(chain, play.time)
  const evm = describe(world, abi, await execute(chain, abi, address, step))
  if (outcome.text === evm.text) return { outcome }
  const at = `${step.target}.${writeCall(step.method, step.args)}`
  return { outcome, difference: { at, model: outcome.text, evm: evm.text } }
}

/** Asks everything that can be asked on both sides. */
export async function compareViews<State>(
  chain: Chain,
  world: World<State>,
  { state, time }: Play<State>,
): Promise<{ asked: readonly View[]; difference?: Difference }> {
  const asked = world.watch(state, time)
  for (const view of asked) {
    const evm = await ask(chain, world, view)
    const { expected } = view
    const model =
      expected instanceof Refusal ? refuse(expected.name, expected.args).text : expected.map(write).join(', ')
    if (evm !== model) {
      return { asked, difference: { at: `${view.target}.${writeCall(view.method, view.args)}`, model, evm } }
    }
  }
  return { asked }
}

function foretell<State>(world: World<State>, play: Play<State>, step: Step): Outcome {
  const act = world.functions[`${step.target}.${step.method}`]
  if (act === undefined) throw new Error(`the model has no ${step.target}.${step.method}`)
  const next = copy(play.state)
  const context = { time: play.time, sender: step.sender, value: step.value ?? 0n }
  try {
    const events = act(next, context, ...(step.args as never[]))
    play.state = next
    return succeed(events.filter(({ source }) => !contractOf(world, source).silent))
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.name, error.args)
    throw error
  }
}

function describe<State>(world: World<State>, abi: Interface, execution: Execution): Outcome {
  if (!execution.ok) return describeFailure(abi, execution.data)
  return succeed(
    execution.logs.flatMap((log) => {
      const [source, contract] =
        Object.entries(world.contracts).find(([, { address }]) => address === log.address.toLowerCase()) ?? []
      if (source === undefined || contract === undefined || contract.silent) return []
      const event = contract.abi.parseLog(log)
      if (event === null) return [{ source, name: `unknown event ${log.topics[0]}`, args: [] }]
      return [{ source, name: event.name, args: [...event.args] }]
    }),
  )
}

function describeFailure(abi: Interface, data: string): Outcome {
  const error = data.length < 10 ? null : abi.parseError(data)
  return error === null ? refuse(`data ${data}`, []) : refuse(error.name, [...error.args])
}

async function ask<State>(chain: Chain, world: World<State>, view: View): Promise<string> {
  const { address, abi } = contractOf(world, view.target)
  const data = abi.encodeFunctionData(view.method, view.args)
  const call = { to: address, data, ...(view.gas === undefined ? {} : { gas: toQuantity(view.gas) }) }
  let answer: unknown
  try {
    answer = await chain.request('eth_call', [call, 'latest'])
  } catch (error) {
    const { data: reason } = error as { data?: unknown }
    if (typeof reason !== 'string') throw error
    return describeFailure(abi, reason).text
  }
  return [...abi.decodeFunctionResult(view.method, answer as string)].map(write).join(', ')
}

function contractOf<State>(world: World<State>, target: string) {
  const contract = world.contracts[target]
  if (contract === undefined) throw new Error(`there is no contract ${target}`)
  return contract
}
