import type { Interface } from 'ethers'
import type { Chain } from './chain.ts'
import type { Dice } from './rng.ts'
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

/** What must have happened in a full run. */
export type Duty = {
  /** The contract under test. */
  target: string
  /** Its own functions and errors. */
  abi: Interface
  /** Errors that cannot be reached, each with the reason. */
  unreachable: Readonly<Record<string, string>>
}

/** Contracts on a chain beside their model, and somebody who calls both at random. */
export type World<State> = {
  name: string
  contracts: Readonly<Record<string, Deployed>>
  /** The state of the model right after the deployment. */
  start: State
  startTime: bigint
  /** The functions of the model, by target and method: `names.register`. */
  functions: Readonly<Record<string, ModelFunction<State>>>
  /** Everything that can be asked of all objects that are known at that time. */
  watch(state: State, time: bigint): View[]
  /** Thinks up the next call. */
  draw(dice: Dice, state: State, time: bigint): Step
  duties: readonly Duty[]
  /** Names to print instead of addresses. */
  labels: Readonly<Record<string, string>>
}

/** A world, whatever its state looks like: whoever plays it passes the state on and does not look into it. */
// biome-ignore lint/suspicious/noExplicitAny: a state goes only to functions of the world that it came from
export type AnyWorld = World<any>

/** Deploys a world on a fresh chain. */
export type WorldMaker = (chain: Chain) => Promise<AnyWorld>
