import { ZeroAddress } from 'ethers'
import type { Call } from '../framework/draw.ts'
import type { Rng } from '../framework/rng.ts'
import type { Signer } from '../framework/signers.ts'
import { type BalancesState, KEEP_CAP } from './state.ts'

/** What a call is drawn from. */
export type DrawInput = { rng: Rng; state: BalancesState; now: bigint; signers: readonly Signer[] }
/** A call to Balances. */
export function call(sender: string, method: string, ...args: unknown[]): Call {
  return { sender, target: 'balances', method, args }
}

/** Everybody who can be given something. */
export function receiversOf({ fixed }: BalancesState): string[] {
  return [...fixed.signers.map(({ address }) => address), '0x00000000000000000000000000000000000011aa']
}

/** Somebody who gets something: mostly one who can. */
export function drawReceiver({ rng, state }: DrawInput): string {
  return rng.mostly(rng.pick(receiversOf(state)), [ZeroAddress, state.fixed.address], 0.95)
}

/** A nonce out of few. */
export function drawNonce(rng: Rng): bigint {
  return rng.chance(0.5) ? BigInt(rng.below(30)) : rng.pick([255n, 256n, BigInt(rng.word())])
}

/** A cap: none, little, much, or the one that means keep. */
export function drawCap(rng: Rng): bigint {
  return rng.pick([0n, 1_000_000n, 50_000_000n, 10n ** 12n, 10n ** 12n, 10n ** 12n, KEEP_CAP, KEEP_CAP - 1n])
}

/** Micro-dollars around what there is. */
export function drawUsd(rng: Rng, most: bigint): bigint {
  const some = most === 0n ? 0n : BigInt(rng.word()) % (most + 1n)
  return rng.weighted([
    [8, some],
    [3, some / 10n],
    [2, most],
    [1, most + 1n],
    [1, 0n],
    [1, 1n],
  ])
}
