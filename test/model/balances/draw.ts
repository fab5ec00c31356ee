import { concat, id as hashText, toBeHex } from 'ethers'
import { type Call, drawDeadline, drawWait, toStep } from '../framework/draw.ts'
import type { Dice } from '../framework/rng.ts'
import { type Signer, signRoughly } from '../framework/signers.ts'
import type { Step } from '../framework/step.ts'
import { drawDepositStep } from './draw-deposits.ts'
import { call, drawCap, drawNonce, drawReceiver, drawUsd, type Hand } from './draw-input.ts'
import { drawOwnerCall } from './draw-owner.ts'
import { accountOf, type BalancesState, balancesMessage, DAY, ETH, PERIOD, spendable } from './state.ts'

type Draw = (hand: Hand) => Call

/** Thinks up the next call to Balances, or to the coins and feeds that it asks. */
export function drawBalancesStep(dice: Dice, state: BalancesState, time: bigint): Step {
  const wait = drawWait(dice, time, momentsOf(state, time))
  const hand = { dice, state, now: time + wait, signers: state.fixed.signers }
  return toStep(dice, wait, dice.weighted(draws)(hand), hand.signers)
}

/** When something changes by itself. */
function momentsOf({ prices, announced }: BalancesState, time: bigint): bigint[] {
  return [
    (time / DAY + 1n) * DAY,
    (time / PERIOD + 1n) * PERIOD,
    ...[...prices.values()].map(({ at }) => at + 900n),
    ...[...announced.values()].flatMap((due) => [due, due, due, due + 14n * DAY]),
  ]
}

function drawDepositor({ dice, state, signers }: Hand): Signer {
  const rich = signers.filter(({ address }) => spendable(accountOf(state, address)) > 0n)
  return rich.length > 0 && dice.chance(0.9) ? dice.pick(rich) : dice.pick(signers)
}

const withdrawing: Draw = (hand) => {
  const { dice, state, now, signers } = hand
  const who = drawDepositor(hand)
  const usd = drawUsd(dice, accountOf(state, who.address).principal)
  const to = drawReceiver(hand)
  if (dice.chance(0.5)) return call(who.address, 'withdraw', usd, to)
  const [nonce, deadline] = [drawNonce(dice), drawDeadline(dice, now)]
  const value = { account: who.address, usd, to, nonce, deadline }
  const signature = signRoughly(dice, who, signers, balancesMessage(state, 'Withdraw', value))
  return call(dice.pick(signers).address, 'withdrawFor', ...Object.values(value), signature)
}

const capping: Draw = ({ dice, state, now, signers }) => {
  const who = dice.pick(signers)
  const cap = drawCap(dice)
  if (dice.chance(0.5)) return call(who.address, 'setCap', cap)
  const previous = dice.mostly(accountOf(state, who.address).cap, [0n])
  const [nonce, deadline] = [drawNonce(dice), drawDeadline(dice, now)]
  const value = { account: who.address, previous, cap, nonce, deadline }
  const signature = signRoughly(dice, who, signers, balancesMessage(state, 'SetCap', value))
  return call(dice.pick(signers).address, 'setCapFor', who.address, cap, nonce, deadline, signature)
}

const charging: Draw = (hand) => {
  const { dice, state, signers } = hand
  const operator = drawOperator(hand)
  const { batch, ceiling } = state.operators.get(operator) ?? { batch: 0n, ceiling: 0n }
  const rows = Array.from({ length: 1 + dice.below(10) }, () => {
    const { address } = dice.pick(signers)
    const account = accountOf(state, address)
    const most = account.cap < spendable(account) ? account.cap : spendable(account)
    const usd = dice.mostly(drawUsd(dice, most), [2n ** 64n - 1n, ceiling, ceiling + 1n], 0.97)
    return concat([address, toBeHex(usd, 8)])
  })
  const packed = dice.mostly(concat(rows), ['0x', concat([...rows, '0x00']), toBeHex(0, 27)], 0.95)
  return call(operator, 'charge', dice.mostly(batch, [batch + 1n, 0n]), hashText('root'), packed)
}

const buying: Draw = (hand) => {
  const { dice, state, now, signers } = hand
  const who = drawDepositor(hand)
  const payee = drawOperator(hand)
  const amount = drawUsd(dice, spendable(accountOf(state, who.address))) % 2n ** 56n
  const ref = hashText('order')
  if (dice.chance(0.5)) return call(who.address, 'purchase', amount, ref, payee)
  const [nonce, deadline] = [drawNonce(dice), drawDeadline(dice, now)]
  const value = { account: who.address, amount, ref, payee, nonce, deadline }
  const signature = signRoughly(dice, who, signers, balancesMessage(state, 'Purchase', value))
  const sender = dice.mostly(payee, [dice.pick(signers).address])
  return call(sender, 'chargeBySig', ...Object.values(value), signature)
}

const syncing: Draw = ({ dice, state, now, signers }) => {
  const { account: issuer, issueCents, reverseCents } = state.issuer
  const account = dice.pick(signers).address
  const { cardSeq, credit } = accountOf(state, account)
  const seq = dice.mostly(cardSeq + 1n, [cardSeq, cardSeq + 2n, 0n])
  const most = dice.chance(0.6) ? issueCents * 10_000n : -reverseCents * 10_000n
  const delta = dice.weighted([
    [6, most / BigInt(1 + dice.below(20))],
    [2, most / 3n + 1n],
    [1, most],
    [1, -credit],
    [1, 0n],
    [1, dice.pick([2n ** 55n - 1n, -(2n ** 55n)])],
  ])
  const deadline = drawDeadline(dice, now)
  const signer = signers.find(({ address }) => address === issuer) ?? dice.pick(signers)
  const value = { issuer, account, seq, delta, deadline }
  const signature = signRoughly(dice, signer, signers, balancesMessage(state, 'SyncCard', value))
  return call(dice.pick(signers).address, 'syncCard', account, seq, delta, deadline, signature)
}

const voiding: Draw = ({ dice, signers }) =>
  call(
    dice.pick(signers).address,
    'voidNonces',
    dice.pick([0n, 1n]),
    dice.pick([0n, 1n << BigInt(dice.below(30)), 1n << 255n]),
  )

const sweeping: Draw = (hand) => {
  const { dice, state, signers } = hand
  const { stable, unit } = state.fixed
  const asset = dice.pick([stable, stable, ETH, ...state.tokens.coins.keys()])
  const claimable =
    asset === ETH
      ? state.etherWei
      : asset === stable
        ? state.claimableStable * unit
        : (state.claimable.get(asset) ?? 0n)
  const amount = drawUsd(dice, claimable)
  const whole = asset === stable && dice.chance(0.8) ? amount - (amount % unit) : amount
  return call(
    dice.mostly(state.treasurer, [dice.pick(signers).address]),
    'sweep',
    asset,
    whole,
    drawReceiver(hand),
  )
}

const draws: readonly (readonly [number, Draw])[] = [
  [40, drawDepositStep],
  [10, withdrawing],
  [6, capping],
  [12, charging],
  [8, buying],
  [9, syncing],
  [1, voiding],
  [5, sweeping],
  [24, drawOwnerCall],
]

function drawOperator({ dice, state, signers }: Hand): string {
  const enabled = [...state.operators].filter(([, operator]) => operator.enabled)
  const [operator] = enabled.length === 0 ? [dice.pick(signers).address] : dice.pick(enabled)
  return dice.mostly(operator, [dice.pick(signers).address], 0.93)
}
