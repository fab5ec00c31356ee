import { ZeroAddress } from 'ethers'
import type { Dice } from './rng.ts'
import type { Signer } from './signers.ts'
import type { Step } from './step.ts'

/** A call without its time. */
export type Call = Omit<Step, 'wait'>

/** What is farther away than this, in seconds, is not waited for. */
const FAR = 200n * 86_400n

/**
 * Seconds until the next call: none, a few, up to three days, or so many that it happens at, just before or just after
 * one of the moments at which something changes by itself.
 */
export function drawWait(dice: Dice, time: bigint, moments: readonly bigint[]): bigint {
  const ahead = moments.filter((moment) => moment > time && moment < time + FAR)
  return dice.weighted([
    [25, () => 0n],
    [45, () => BigInt(1 + dice.below(60))],
    [ahead.length > 0 ? 20 : 0, () => dice.pick(ahead) + dice.pick([-1n, 0n, 0n, 1n]) - time],
    [10, () => BigInt(dice.below(3 * 86_400))],
  ])()
}

/** The step that makes a call after `wait` seconds. Nobody sends from the zero address: another takes its place. */
export function toStep(dice: Dice, wait: bigint, call: Call, signers: readonly Signer[]): Step {
  return { wait, ...call, sender: call.sender === ZeroAddress ? dice.pick(signers).address : call.sender }
}

/** A deadline that is mostly still to come. */
export function drawDeadline(dice: Dice, now: bigint): bigint {
  return now + dice.pick([0n, 1n, 1_000n, 1_000n, 100_000n, 100_000n, 2_000_000n, 2_000_000n, -1n, -50n])
}
