import type { Interface } from 'ethers'
import { type Chain, type Execution, execute, setTime, toQuantity } from './chain.ts'
import { copy } from './copy.ts'
import type { Model, View } from './model.ts'
import { type Outcome, Refusal, refuse, type Step, succeed, write, writeCall } from './step.ts'

/** Where the EVM and the model do not agree. */
export type Difference = { at: string; model: string; evm: string }

/** The state of a model and the time, as they change. */
export type Run<State> = { state: State; time: bigint }

/** A run from the beginning. */
export function startRun<State>(model: Model<State>): Run<State> {
  return { state: model.start, time: model.startTime }
}

/** Makes one call on both sides. Returns what the model says came of it, and the difference if there is one. */
export async function runStep<State>(
  chain: Chain,
  model: Model<State>,
  run: Run<State>,
  step: Step,
): Promise<{ outcome: Outcome; difference?: Difference }> {
  run.time += step.wait
  const outcome = predict(model, run, step)
  const { address, abi } = contractOf(model, step.target)
  await setTime(chain, run.time)
  const evm = describe(model, abi, await execute(chain, abi, address, step))
  if (outcome.text === evm.text) return { outcome }
  const at = `${step.target}.${writeCall(step.method, step.args)}`
  return { outcome, difference: { at, model: outcome.text, evm: evm.text } }
}

/** Asks everything that can be asked on both sides. */
export async function compareViews<State>(
  chain: Chain,
  model: Model<State>,
  { state, time }: Run<State>,
): Promise<{ asked: readonly View[]; difference?: Difference }> {
  const asked = model.listViews(state, time)
  for (const view of asked) {
    const evm = await ask(chain, model, view)
    const { expected } = view
    const predicted =
      expected instanceof Refusal ? refuse(expected.name, expected.args).text : expected.map(write).join(', ')
    if (evm !== predicted) {
      return {
        asked,
        difference: { at: `${view.target}.${writeCall(view.method, view.args)}`, model: predicted, evm },
      }
    }
  }
  return { asked }
}

function predict<State>(model: Model<State>, run: Run<State>, step: Step): Outcome {
  const predictCall = model.functions[`${step.target}.${step.method}`]
  if (predictCall === undefined) throw new Error(`the model has no ${step.target}.${step.method}`)
  const next = copy(run.state)
  const context = { time: run.time, sender: step.sender, value: step.value ?? 0n }
  try {
    const events = predictCall(next, context, ...(step.args as never[]))
    run.state = next
    return succeed(events.filter(({ source }) => !contractOf(model, source).silent))
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.name, error.args)
    throw error
  }
}

function describe<State>(model: Model<State>, abi: Interface, execution: Execution): Outcome {
  if (!execution.ok) return describeFailure(abi, execution.data)
  return succeed(
    execution.logs.flatMap((log) => {
      const [source, contract] =
        Object.entries(model.contracts).find(([, { address }]) => address === log.address.toLowerCase()) ?? []
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

async function ask<State>(chain: Chain, model: Model<State>, view: View): Promise<string> {
  const { address, abi } = contractOf(model, view.target)
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

function contractOf<State>(model: Model<State>, target: string) {
  const contract = model.contracts[target]
  if (contract === undefined) throw new Error(`there is no contract ${target}`)
  return contract
}
