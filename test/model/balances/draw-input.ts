import { ZeroAddress } from 'ethers'
import type { Call } from '../framework/draw.ts'
import type { Dice } from '../framework/rng.ts'
import type { Signer } from '../framework/signers.ts'
import { type BalancesState, KEEP_CAP } from './state.ts'

/** What a call is thought up from. */
export type Hand = { dice: Dice; state: BalancesState; now: bigint; signers: readonly Signer[] }
/** A call to Balances. */
export function call(sender: string, method: string, ...args: unknown[]): Call {
  return { sender, target: 'balances', method, args }
}

/** Everybody who can be given something. */
export function receiversOf({ fixed }: BalancesState): string[] {
  return [...fixed.signers.map(({ address }) => address), '0x00000000000000000000000000000000000011aa']
}

/** Somebody who gets something: mostly one who can. */
export function drawReceiver({ dice, state }: Hand): string {
  return dice.mostly(dice.pick(receiversOf(state)), [ZeroAddress, state.fixed.address], 0.95)
}

/** A nonce out of few. */
export function drawNonce(dice: Dice): bigint {
  return dice.chance(0.5) ? BigInt(dice.below(30)) : dice.pick([255n, 256n, BigInt(dice.word())])
}

/** A cap: none, little, much, or the one that means keep. */
export function drawCap(dice: Dice): bigint {
  return dice.pick([0n, 1_000_000n, 50_000_000n, 10n ** 12n, 10n ** 12n, 10n ** 12n, KEEP_CAP, KEEP_CAP - 1n])
}

/** Micro-dollars around what there is. */
export function drawUsd(dice: Dice, most: bigint): bigint {
  const some = most === 0n ? 0n : BigInt(dice.word()) % (most + 1n)
  return dice.weighted([
    [8, some],
    [3, some / 10n],
    [2, most],
    [1, most + 1n],
    [1, 0n],
    [1, 1n],
  ])
}
