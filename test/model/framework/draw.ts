import { ZeroAddress } from 'ethers'
import type { Rng } from './rng.ts'
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
export function drawWait(rng: Rng, time: bigint, moments: readonly bigint[]): bigint {
  const ahead = moments.filter((moment) => moment > time && moment < time + FAR)
  return rng.weighted([
    [25, () => 0n],
    [45, () => BigInt(1 + rng.below(60))],
    [ahead.length > 0 ? 20 : 0, () => rng.pick(ahead) + rng.pick([-1n, 0n, 0n, 1n]) - time],
    [10, () => BigInt(rng.below(3 * 86_400))],
  ])()
}

/** The step that makes a call after `wait` seconds. Nobody sends from the zero address: another takes its place. */
export function toStep(rng: Rng, wait: bigint, call: Call, signers: readonly Signer[]): Step {
  return { wait, ...call, sender: call.sender === ZeroAddress ? rng.pick(signers).address : call.sender }
}

/** A deadline that is mostly still to come. */
export function drawDeadline(rng: Rng, now: bigint): bigint {
  return now + rng.pick([0n, 1n, 1_000n, 1_000n, 100_000n, 100_000n, 2_000_000n, 2_000_000n, -1n, -50n])
}
