import type { Interface } from 'ethers'
import type { Chain } from './chain.ts'
import type { Rng } from './rng.ts'
import type { Context, Emitted, Refusal, Step } from './step.ts'

/** A deployed contract. The events of a silent one are not compared. */
export type Deployed = { address: string; abi: Interface; silent?: boolean }

/** What a view must answer. */
export type View = {
  target: string
  method: string
  args: readonly unknown[]
  expected: readonly unknown[] | Refusal
  /** Gas that it gets, where that matters. */
  gas?: bigint
}

/**
 * One function of a model. It may change the state even when it refuses: it always works on a copy, which is then
 * thrown away.
 */
export type ModelFunction<State> = (state: State, context: Context, ...args: never[]) => Emitted[]

/** What a full run must reach. */
export type CoverageGoal = {
  /** The contract under test. */
  target: string
  /** Its own functions and errors. */
  abi: Interface
  /** Errors that cannot be reached, each with the reason. */
  unreachable: Readonly<Record<string, string>>
}

/** Contracts on a chain beside their model, and a generator of calls to both. */
export type Model<State> = {
  name: string
  contracts: Readonly<Record<string, Deployed>>
  /** The state of the model right after the deployment. */
  start: State
  startTime: bigint
  /** The functions of the model, by target and method: `names.register`. */
  functions: Readonly<Record<string, ModelFunction<State>>>
  /** Everything that can be asked of all objects that are known at that time. */
  listViews(state: State, time: bigint): View[]
  /** Draws the next call. */
  draw(rng: Rng, state: State, time: bigint): Step
  goals: readonly CoverageGoal[]
  /** Names to print instead of addresses. */
  labels: Readonly<Record<string, string>>
}

/** A model with any state: the runner passes the state on and does not look into it. */
// biome-ignore lint/suspicious/noExplicitAny: a state goes only to functions of the model that it came from
export type AnyModel = Model<any>

/** Deploys the contracts of a model on a fresh chain. */
export type ModelFactory = (chain: Chain) => Promise<AnyModel>
