import type { Interface } from 'ethers'
import { type Chain, type Execution, execute, setTime, toQuantity } from './chain.ts'
import { copy } from './copy.ts'
import type { Model, View } from './model.ts'
import { type Outcome, Refusal, refuse, type Step, succeed, write, writeCall } from './step.ts'

/** The state of a model and the time, as they change, and the calls so far. */
export type Run<State> = { state: State; time: bigint; steps: Step[] }

/** The EVM and the model do not agree after some calls. */
export class Difference extends Error {
  readonly steps: readonly Step[]
  readonly at: string
  readonly expected: string
  readonly actual: string

  constructor(steps: readonly Step[], at: string, expected: string, actual: string) {
    super(at)
    this.steps = steps
    this.at = at
    this.expected = expected
    this.actual = actual
  }
}

/** A run from the beginning. */
export function startRun<State>(model: Model<State>): Run<State> {
  return { state: model.start, time: model.startTime, steps: [] }
}

/** Makes one call on both sides. Returns the outcome that the model predicts; throws a `Difference`. */
export async function runStep<State>(
  chain: Chain,
  model: Model<State>,
  run: Run<State>,
  step: Step,
): Promise<Outcome> {
  run.steps.push(step)
  run.time = step.time
  const outcome = predict(model, run, step)
  const { address, abi } = contractOf(model, step.target)
  await setTime(chain, run.time)
  const evm = describe(model, abi, await execute(chain, abi, address, step))
  if (outcome.text === evm.text) return outcome
  const at = `${step.target}.${writeCall(step.method, step.args)}`
  throw new Difference(run.steps, at, outcome.text, evm.text)
}

/** Calls all views on both sides. Returns them; throws a `Difference`. */
export async function compareViews<State>(
  chain: Chain,
  model: Model<State>,
  { state, time, steps }: Run<State>,
): Promise<readonly View[]> {
  const views = model.listViews(state, time)
  for (const view of views) {
    const evm = await ask(chain, model, view)
    const { expected } = view
    const predicted =
      expected instanceof Refusal ? refuse(expected.name, expected.args).text : expected.map(write).join(', ')
    const at = `${view.target}.${writeCall(view.method, view.args)}`
    if (evm !== predicted) throw new Difference(steps, at, predicted, evm)
  }
  return views
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
