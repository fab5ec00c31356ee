import { toBeHex } from 'ethers'
import { type Call, drawDeadline } from '../framework/draw.ts'
import type { Dice } from '../framework/rng.ts'
import { signRoughly } from '../framework/signers.ts'
import { Refusal } from '../framework/step.ts'
import { findFresh, readFeed } from './deposits.ts'
import { call, drawCap, drawNonce, drawReceiver, type Hand } from './draw-input.ts'
import { ETH, hashValues } from './state.ts'
import { authorizationMessage, coinOf, held, permit2Message, permitMessage, UNLIMITED } from './tokens.ts'

type Draw = (hand: Hand) => Call

/** Thinks up something that comes in, or what has to happen before it can. */
export const drawDepositStep: Draw = (hand) => hand.dice.weighted(draws)(hand)

const depositing: Draw = (hand) => {
  const { dice, state } = hand
  const { stable, address } = state.fixed
  const { payer, amount } = drawPayment(hand, stable, address)
  return call(payer, 'depositStable', amount, dice.mostly(payer, [drawReceiver(hand)], 0.6), drawCap(dice))
}

const permitting: Draw = (hand) => {
  const { dice, state, now, signers } = hand
  const { stable, address, chainId } = state.fixed
  const payer = dice.pick(signers)
  const coin = coinOf(state.tokens, stable)
  const amount = drawAmount(dice, held(coin, payer.address))
  const deadline = drawDeadline(dice, now)
  const nonce = coin.permits.get(payer.address) ?? 0n
  const message = permitMessage(chainId, stable, {
    owner: payer.address,
    spender: address,
    value: amount,
    nonce,
    deadline,
  })
  const signature = signRoughly(dice, payer, signers, message)
  const to = dice.mostly(payer.address, [drawReceiver(hand)], 0.6)
  return call(payer.address, 'depositWithPermit', amount, to, drawCap(dice), deadline, signature)
}

const permitting2: Draw = (hand) => {
  const { dice, state, now, signers } = hand
  const { permit2, address, chainId } = state.fixed
  const token = dice.pick([...state.tokens.coins.keys()])
  const { payer, amount } = drawPayment(hand, token, permit2)
  const signer = signers.find((one) => one.address === payer) ?? dice.pick(signers)
  const [nonce, deadline] = [drawNonce(dice), drawDeadline(dice, now)]
  const witness = {
    to: dice.mostly(payer, [drawReceiver(hand)], 0.6),
    minUsd: drawLeast(dice),
    cap: drawCap(dice),
  }
  const value = { permitted: { token, amount }, spender: address, nonce, deadline, witness }
  const signature = signRoughly(dice, signer, signers, permit2Message(chainId, permit2, value))
  const { to, minUsd, cap } = witness
  const permit = [[token, amount], nonce, deadline]
  return call(dice.pick(signers).address, 'depositWithPermit2', payer, permit, to, minUsd, cap, signature)
}

const authorizing: Draw = (hand) => {
  const { dice, state, now, signers } = hand
  const { stable, address, chainId } = state.fixed
  const payer = dice.pick(signers)
  const value = drawAmount(dice, held(coinOf(state.tokens, stable), payer.address))
  const to = dice.mostly(payer.address, [drawReceiver(hand)], 0.6)
  const cap = drawCap(dice)
  const salt = toBeHex(dice.below(20), 32)
  const validAfter = dice.mostly(0n, [now, now - 1n])
  const validBefore = dice.mostly(now + 1_000n, [now, now + 1n])
  const nonce = hashValues(['address', 'uint48', 'bytes32'], [to, cap, salt])
  const message = { from: payer.address, to: address, value, validAfter, validBefore, nonce }
  const signature = signRoughly(dice, payer, signers, authorizationMessage(chainId, stable, message))
  const authorization = [value, validAfter, validBefore, salt]
  const sender = dice.pick(signers).address
  return call(sender, 'depositWithAuthorization', payer.address, authorization, to, cap, signature)
}

const depositingEther: Draw = (hand) => {
  const { dice, signers } = hand
  const needed = findNeeded(hand, ETH)
  if (needed !== undefined) return needed
  const payer = dice.pick(signers).address
  const value = dice.pick([0n, 1n, 10n ** 9n, 10n ** 15n, 10n ** 18n, 10n ** 18n, 10n ** 19n, 10n ** 27n])
  const to = dice.mostly(payer, [drawReceiver(hand)], 0.6)
  return { ...call(payer, 'depositETH', to, drawLeast(dice), drawCap(dice)), value }
}

const depositingToken: Draw = (hand) => {
  const { dice, state, now, signers } = hand
  const tokens = [...state.tokens.coins.keys()]
  if (dice.chance(0.02))
    return call(dice.pick(signers).address, 'depositToken', ETH, 1n, drawReceiver(hand), 0n, drawCap(dice))
  const fresh = tokens.filter((one) => findFresh(state, one, now) !== undefined)
  const token = dice.pick(fresh.length > 0 && dice.chance(0.5) ? fresh : tokens)
  const needed = findNeeded(hand, token)
  if (needed !== undefined) return needed
  const { payer, amount } = drawPayment(hand, token, state.fixed.address)
  const to = dice.mostly(payer, [drawReceiver(hand)], 0.6)
  return call(payer, 'depositToken', token, amount, to, drawLeast(dice), drawCap(dice))
}

const refreshing: Draw = (hand) => {
  const { dice, state, signers } = hand
  const asset = dice.pick([ETH, ETH, ...state.tokens.coins.keys()])
  return findNeeded(hand, asset) ?? call(dice.pick(signers).address, 'refreshPrice', asset)
}

/* COINS AND FEEDS */

const minting: Draw = ({ dice, state, signers }) => {
  const amount = dice.pick([10n ** 9n, 10n ** 11n, 10n ** 20n, 2n ** 64n])
  return toCoin(
    dice.pick(coinNames(state)),
    dice.pick(signers).address,
    'mint',
    dice.pick(signers).address,
    amount,
  )
}

const approving: Draw = ({ dice, state, signers }) => {
  const { address, permit2 } = state.fixed
  const amount = dice.pick([UNLIMITED, UNLIMITED, 10n ** 9n, 0n])
  return toCoin(
    dice.pick(coinNames(state)),
    dice.pick(signers).address,
    'approve',
    dice.pick([address, address, permit2]),
    amount,
  )
}

/** Coins that come in beside a deposit are nobody's. */
const straying: Draw = ({ dice, state, signers }) =>
  toCoin(
    dice.pick(coinNames(state)),
    dice.pick(signers).address,
    'transfer',
    state.fixed.address,
    dice.pick([0n, 1n, 10n ** 6n]),
  )

const feeding: Draw = ({ dice, now, signers }) => {
  const answer = dice.weighted([
    [20, 2_000n * 10n ** 8n + BigInt(dice.below(10 ** 9))],
    [20, 10n ** 8n],
    [1, 0n],
    [1, -1n],
    [1, 2n ** 96n - 1n],
    [1, 2n ** 200n],
  ])
  const updatedAt = dice.mostly(now - BigInt(dice.below(600)), [now + 1n, now - 5_000n, 0n])
  const target = dice.pick(['etherFeed', 'tokenFeed'])
  return { sender: dice.pick(signers).address, target, method: 'set', args: [answer, updatedAt] }
}

const sequencing: Draw = ({ dice, now, signers }) => {
  const since = dice.mostly(now - 3_600n, [now - 3_599n, now, now + 1n, 0n], 0.8)
  const args = [dice.mostly(0n, [1n]), since]
  return { sender: dice.pick(signers).address, target: 'sequencer', method: 'set', args }
}

/** What somebody has to do first, so that the asset has a price; now and then nobody does. */
function findNeeded(hand: Hand, asset: string): Call | undefined {
  const { dice, state, now } = hand
  if (dice.chance(0.15) || findFresh(state, asset, now) !== undefined) return undefined
  try {
    readFeed(state, asset, now)
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.name === 'BalancesSequencer') return sequencing(hand)
    if (error.name === 'BalancesAsset' || (error.name === 'BalancesPriceBounds' && dice.chance(0.5)))
      return undefined
    return feeding(hand)
  }
}

const draws: readonly (readonly [number, Draw])[] = [
  [8, depositing],
  [4, permitting],
  [5, permitting2],
  [5, authorizing],
  [8, depositingEther],
  [8, depositingToken],
  [5, refreshing],
  [6, minting],
  [5, approving],
  [1, straying],
  [10, feeding],
  [2, sequencing],
]

function toCoin(target: string, sender: string, method: string, ...args: unknown[]): Call {
  return { sender, target, method, args }
}

function coinNames({ tokens }: Hand['state']): string[] {
  return ['stable', 'token', 'feeToken'].slice(0, tokens.coins.size)
}

/** Somebody who can pay, with an amount that he can pay, mostly. */
function drawPayment(
  { dice, state, signers }: Hand,
  token: string,
  spender: string,
): { payer: string; amount: bigint } {
  const coin = coinOf(state.tokens, token)
  const able = signers.filter(({ address }) => {
    const allowed = coin.allowances.get(`${address} ${spender}`) ?? 0n
    return allowed > 0n && held(coin, address) > 0n
  })
  const payer = dice.pick(able.length > 0 && dice.chance(0.9) ? able : signers).address
  return { payer, amount: drawAmount(dice, held(coin, payer)) }
}

function drawAmount(dice: Dice, most: bigint): bigint {
  const some = most === 0n ? 0n : BigInt(dice.word()) % (most + 1n)
  return dice.weighted([
    [5, some],
    [5, some / 1_000n],
    [2, 10n ** 8n],
    [1, most],
    [1, most + 1n],
    [1, 99n],
    [1, 0n],
  ])
}

function drawLeast(dice: Dice): bigint {
  return dice.pick([0n, 0n, 0n, 1n, 10n ** 6n, 10n ** 15n])
}
