import { concat, id as hashText, toBeHex } from 'ethers'
import { type Call, drawDeadline, drawTime, toStep } from '../framework/draw.ts'
import type { Rng } from '../framework/rng.ts'
import { type Signer, signRoughly } from '../framework/signers.ts'
import type { Step } from '../framework/step.ts'
import { drawDepositStep } from './draw-deposits.ts'
import { call, type DrawInput, drawCap, drawNonce, drawReceiver, drawUsd } from './draw-input.ts'
import { drawOwnerCall } from './draw-owner.ts'
import { accountOf, type BalancesState, balancesMessage, DAY, ETH, PERIOD, spendable } from './state.ts'

type Draw = (input: DrawInput) => Call

/** Draws the next call to Balances, or to the coins and feeds that it asks. */
export function drawBalancesStep(rng: Rng, state: BalancesState, time: bigint): Step {
  const now = drawTime(rng, time, momentsOf(state, time))
  const input = { rng, state, now, signers: state.fixed.signers }
  return toStep(rng, now, rng.weighted(draws)(input), input.signers)
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

function drawDepositor({ rng, state, signers }: DrawInput): Signer {
  const rich = signers.filter(({ address }) => spendable(accountOf(state, address)) > 0n)
  return rich.length > 0 && rng.chance(0.9) ? rng.pick(rich) : rng.pick(signers)
}

const withdrawing: Draw = (input) => {
  const { rng, state, now, signers } = input
  const who = drawDepositor(input)
  const usd = drawUsd(rng, accountOf(state, who.address).principal)
  const to = drawReceiver(input)
  if (rng.chance(0.5)) return call(who.address, 'withdraw', usd, to)
  const [nonce, deadline] = [drawNonce(rng), drawDeadline(rng, now)]
  const value = { account: who.address, usd, to, nonce, deadline }
  const signature = signRoughly(rng, who, signers, balancesMessage(state, 'Withdraw', value))
  return call(rng.pick(signers).address, 'withdrawFor', ...Object.values(value), signature)
}

const capping: Draw = ({ rng, state, now, signers }) => {
  const who = rng.pick(signers)
  const cap = drawCap(rng)
  if (rng.chance(0.5)) return call(who.address, 'setCap', cap)
  const previous = rng.mostly(accountOf(state, who.address).cap, [0n])
  const [nonce, deadline] = [drawNonce(rng), drawDeadline(rng, now)]
  const value = { account: who.address, previous, cap, nonce, deadline }
  const signature = signRoughly(rng, who, signers, balancesMessage(state, 'SetCap', value))
  return call(rng.pick(signers).address, 'setCapFor', who.address, cap, nonce, deadline, signature)
}

const charging: Draw = (input) => {
  const { rng, state, signers } = input
  const operator = drawOperator(input)
  const { batch, ceiling } = state.operators.get(operator) ?? { batch: 0n, ceiling: 0n }
  const rows = Array.from({ length: 1 + rng.below(10) }, () => {
    const { address } = rng.pick(signers)
    const account = accountOf(state, address)
    const most = account.cap < spendable(account) ? account.cap : spendable(account)
    const usd = rng.mostly(drawUsd(rng, most), [2n ** 64n - 1n, ceiling, ceiling + 1n], 0.97)
    return concat([address, toBeHex(usd, 8)])
  })
  const packed = rng.mostly(concat(rows), ['0x', concat([...rows, '0x00']), toBeHex(0, 27)], 0.95)
  return call(operator, 'charge', rng.mostly(batch, [batch + 1n, 0n]), hashText('root'), packed)
}

const buying: Draw = (input) => {
  const { rng, state, now, signers } = input
  const who = drawDepositor(input)
  const payee = drawOperator(input)
  const amount = drawUsd(rng, spendable(accountOf(state, who.address))) % 2n ** 56n
  const ref = hashText('order')
  if (rng.chance(0.5)) return call(who.address, 'purchase', amount, ref, payee)
  const [nonce, deadline] = [drawNonce(rng), drawDeadline(rng, now)]
  const value = { account: who.address, amount, ref, payee, nonce, deadline }
  const signature = signRoughly(rng, who, signers, balancesMessage(state, 'Purchase', value))
  const sender = rng.mostly(payee, [rng.pick(signers).address])
  return call(sender, 'chargeBySig', ...Object.values(value), signature)
}

const syncing: Draw = ({ rng, state, now, signers }) => {
  const { account: issuer, issueCents, reverseCents } = state.issuer
  const account = rng.pick(signers).address
  const { cardSeq, credit } = accountOf(state, account)
  const seq = rng.mostly(cardSeq + 1n, [cardSeq, cardSeq + 2n, 0n])
  const most = rng.chance(0.6) ? issueCents * 10_000n : -reverseCents * 10_000n
  const delta = rng.weighted([
    [6, most / BigInt(1 + rng.below(20))],
    [2, most / 3n + 1n],
    [1, most],
    [1, -credit],
    [1, 0n],
    [1, rng.pick([2n ** 55n - 1n, -(2n ** 55n)])],
  ])
  const deadline = drawDeadline(rng, now)
  const signer = signers.find(({ address }) => address === issuer) ?? rng.pick(signers)
  const value = { issuer, account, seq, delta, deadline }
  const signature = signRoughly(rng, signer, signers, balancesMessage(state, 'SyncCard', value))
  return call(rng.pick(signers).address, 'syncCard', account, seq, delta, deadline, signature)
}

const voiding: Draw = ({ rng, signers }) =>
  call(
    rng.pick(signers).address,
    'voidNonces',
    rng.pick([0n, 1n]),
    rng.pick([0n, 1n << BigInt(rng.below(30)), 1n << 255n]),
  )

const sweeping: Draw = (input) => {
  const { rng, state, signers } = input
  const { stable, unit } = state.fixed
  const asset = rng.pick([stable, stable, ETH, ...state.tokens.coins.keys()])
  const claimable =
    asset === ETH
      ? state.etherWei
      : asset === stable
        ? state.claimableStable * unit
        : (state.claimable.get(asset) ?? 0n)
  const amount = drawUsd(rng, claimable)
  const whole = asset === stable && rng.chance(0.8) ? amount - (amount % unit) : amount
  return call(
    rng.mostly(state.treasurer, [rng.pick(signers).address]),
    'sweep',
    asset,
    whole,
    drawReceiver(input),
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

function drawOperator({ rng, state, signers }: DrawInput): string {
  const enabled = [...state.operators].filter(([, operator]) => operator.enabled)
  const [operator] = enabled.length === 0 ? [rng.pick(signers).address] : rng.pick(enabled)
  return rng.mostly(operator, [rng.pick(signers).address], 0.93)
}
