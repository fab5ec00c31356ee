import { ZeroAddress } from 'ethers'
import type { Rng } from './rng.ts'
import type { Signer } from './signers.ts'
import type { Step } from './step.ts'

/** A call without its time. */
export type Call = Omit<Step, 'time'>

/** What is farther away than this, in seconds, is not waited for. */
const FAR = 200n * 86_400n

/**
 * The time of the next call: at once, a few seconds or up to three days later, or at, just before or just after one of
 * the moments at which something changes by itself.
 */
export function drawTime(rng: Rng, time: bigint, moments: readonly bigint[]): bigint {
  const ahead = moments.filter((moment) => moment > time && moment < time + FAR)
  return rng.weighted([
    [25, () => time],
    [45, () => time + BigInt(1 + rng.below(60))],
    [ahead.length > 0 ? 20 : 0, () => rng.pick(ahead) + rng.pick([-1n, 0n, 0n, 1n])],
    [10, () => time + BigInt(rng.below(3 * 86_400))],
  ])()
}

/** The step that makes a call at a time. The zero address sends nothing: another takes its place. */
export function toStep(rng: Rng, time: bigint, call: Call, signers: readonly Signer[]): Step {
  return { time, ...call, sender: call.sender === ZeroAddress ? rng.pick(signers).address : call.sender }
}

/** A deadline that is mostly still to come. */
export function drawDeadline(rng: Rng, now: bigint): bigint {
  return now + rng.pick([0n, 1n, 1_000n, 1_000n, 100_000n, 100_000n, 2_000_000n, 2_000_000n, -1n, -50n])
}
