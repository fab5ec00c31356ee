import { toBeHex } from 'ethers'
import { type Call, drawDeadline } from '../framework/draw.ts'
import type { Rng } from '../framework/rng.ts'
import { signRoughly } from '../framework/signers.ts'
import { Refusal } from '../framework/step.ts'
import { findFresh, readFeed } from './deposits.ts'
import { call, type DrawInput, drawCap, drawNonce, drawReceiver } from './draw-input.ts'
import { ETH, hashValues } from './state.ts'
import { authorizationMessage, coinOf, held, permit2Message, permitMessage, UNLIMITED } from './tokens.ts'

type Draw = (input: DrawInput) => Call

/** Draws something that comes in, or what has to happen before it can. */
export const drawDepositStep: Draw = (input) => input.rng.weighted(draws)(input)

const depositing: Draw = (input) => {
  const { rng, state } = input
  const { stable, address } = state.fixed
  const { payer, amount } = drawPayment(input, stable, address)
  return call(payer, 'depositStable', amount, rng.mostly(payer, [drawReceiver(input)], 0.6), drawCap(rng))
}

const permitting: Draw = (input) => {
  const { rng, state, now, signers } = input
  const { stable, address, chainId } = state.fixed
  const payer = rng.pick(signers)
  const coin = coinOf(state.tokens, stable)
  const amount = drawAmount(rng, held(coin, payer.address))
  const deadline = drawDeadline(rng, now)
  const nonce = coin.permits.get(payer.address) ?? 0n
  const message = permitMessage(chainId, stable, {
    owner: payer.address,
    spender: address,
    value: amount,
    nonce,
    deadline,
  })
  const signature = signRoughly(rng, payer, signers, message)
  const to = rng.mostly(payer.address, [drawReceiver(input)], 0.6)
  return call(payer.address, 'depositWithPermit', amount, to, drawCap(rng), deadline, signature)
}

const permitting2: Draw = (input) => {
  const { rng, state, now, signers } = input
  const { permit2, address, chainId } = state.fixed
  const token = rng.pick([...state.tokens.coins.keys()])
  const { payer, amount } = drawPayment(input, token, permit2)
  const signer = signers.find((one) => one.address === payer) ?? rng.pick(signers)
  const [nonce, deadline] = [drawNonce(rng), drawDeadline(rng, now)]
  const witness = {
    to: rng.mostly(payer, [drawReceiver(input)], 0.6),
    minUsd: drawLeast(rng),
    cap: drawCap(rng),
  }
  const value = { permitted: { token, amount }, spender: address, nonce, deadline, witness }
  const signature = signRoughly(rng, signer, signers, permit2Message(chainId, permit2, value))
  const { to, minUsd, cap } = witness
  const permit = [[token, amount], nonce, deadline]
  return call(rng.pick(signers).address, 'depositWithPermit2', payer, permit, to, minUsd, cap, signature)
}

const authorizing: Draw = (input) => {
  const { rng, state, now, signers } = input
  const { stable, address, chainId } = state.fixed
  const payer = rng.pick(signers)
  const value = drawAmount(rng, held(coinOf(state.tokens, stable), payer.address))
  const to = rng.mostly(payer.address, [drawReceiver(input)], 0.6)
  const cap = drawCap(rng)
  const salt = toBeHex(rng.below(20), 32)
  const validAfter = rng.mostly(0n, [now, now - 1n])
  const validBefore = rng.mostly(now + 1_000n, [now, now + 1n])
  const nonce = hashValues(['address', 'uint48', 'bytes32'], [to, cap, salt])
  const message = { from: payer.address, to: address, value, validAfter, validBefore, nonce }
  const signature = signRoughly(rng, payer, signers, authorizationMessage(chainId, stable, message))
  const authorization = [value, validAfter, validBefore, salt]
  const sender = rng.pick(signers).address
  return call(sender, 'depositWithAuthorization', payer.address, authorization, to, cap, signature)
}

const depositingEther: Draw = (input) => {
  const { rng, signers } = input
  const needed = findNeeded(input, ETH)
  if (needed !== undefined) return needed
  const payer = rng.pick(signers).address
  const value = rng.pick([0n, 1n, 10n ** 9n, 10n ** 15n, 10n ** 18n, 10n ** 18n, 10n ** 19n, 10n ** 27n])
  const to = rng.mostly(payer, [drawReceiver(input)], 0.6)
  return { ...call(payer, 'depositETH', to, drawLeast(rng), drawCap(rng)), value }
}

const depositingToken: Draw = (input) => {
  const { rng, state, now, signers } = input
  const tokens = [...state.tokens.coins.keys()]
  if (rng.chance(0.02))
    return call(rng.pick(signers).address, 'depositToken', ETH, 1n, drawReceiver(input), 0n, drawCap(rng))
  const fresh = tokens.filter((one) => findFresh(state, one, now) !== undefined)
  const token = rng.pick(fresh.length > 0 && rng.chance(0.5) ? fresh : tokens)
  const needed = findNeeded(input, token)
  if (needed !== undefined) return needed
  const { payer, amount } = drawPayment(input, token, state.fixed.address)
  const to = rng.mostly(payer, [drawReceiver(input)], 0.6)
  return call(payer, 'depositToken', token, amount, to, drawLeast(rng), drawCap(rng))
}

const refreshing: Draw = (input) => {
  const { rng, state, signers } = input
  const asset = rng.pick([ETH, ETH, ...state.tokens.coins.keys()])
  return findNeeded(input, asset) ?? call(rng.pick(signers).address, 'refreshPrice', asset)
}

/* COINS AND FEEDS */

const minting: Draw = ({ rng, state, signers }) => {
  const amount = rng.pick([10n ** 9n, 10n ** 11n, 10n ** 20n, 2n ** 64n])
  return toCoin(
    rng.pick(coinNames(state)),
    rng.pick(signers).address,
    'mint',
    rng.pick(signers).address,
    amount,
  )
}

const approving: Draw = ({ rng, state, signers }) => {
  const { address, permit2 } = state.fixed
  const amount = rng.pick([UNLIMITED, UNLIMITED, 10n ** 9n, 0n])
  return toCoin(
    rng.pick(coinNames(state)),
    rng.pick(signers).address,
    'approve',
    rng.pick([address, address, permit2]),
    amount,
  )
}

/** Coins that arrive without a deposit belong to no account. */
const straying: Draw = ({ rng, state, signers }) =>
  toCoin(
    rng.pick(coinNames(state)),
    rng.pick(signers).address,
    'transfer',
    state.fixed.address,
    rng.pick([0n, 1n, 10n ** 6n]),
  )

const feeding: Draw = ({ rng, now, signers }) => {
  const answer = rng.weighted([
    [20, 2_000n * 10n ** 8n + BigInt(rng.below(10 ** 9))],
    [20, 10n ** 8n],
    [1, 0n],
    [1, -1n],
    [1, 2n ** 96n - 1n],
    [1, 2n ** 200n],
  ])
  const updatedAt = rng.mostly(now - BigInt(rng.below(600)), [now + 1n, now - 5_000n, 0n])
  const target = rng.pick(['etherFeed', 'tokenFeed'])
  return { sender: rng.pick(signers).address, target, method: 'set', args: [answer, updatedAt] }
}

const sequencing: Draw = ({ rng, now, signers }) => {
  const since = rng.mostly(now - 3_600n, [now - 3_599n, now, now + 1n, 0n], 0.8)
  const args = [rng.mostly(0n, [1n]), since]
  return { sender: rng.pick(signers).address, target: 'sequencer', method: 'set', args }
}

/** The call that gives the asset a price first; sometimes left out. */
function findNeeded(input: DrawInput, asset: string): Call | undefined {
  const { rng, state, now } = input
  if (rng.chance(0.15) || findFresh(state, asset, now) !== undefined) return undefined
  try {
    readFeed(state, asset, now)
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.name === 'BalancesSequencer') return sequencing(input)
    if (error.name === 'BalancesAsset' || (error.name === 'BalancesPriceBounds' && rng.chance(0.5)))
      return undefined
    return feeding(input)
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

function coinNames({ tokens }: DrawInput['state']): string[] {
  return ['stable', 'token', 'feeToken'].slice(0, tokens.coins.size)
}

/** Somebody who can pay, with an amount that he can pay, mostly. */
function drawPayment(
  { rng, state, signers }: DrawInput,
  token: string,
  spender: string,
): { payer: string; amount: bigint } {
  const coin = coinOf(state.tokens, token)
  const able = signers.filter(({ address }) => {
    const allowed = coin.allowances.get(`${address} ${spender}`) ?? 0n
    return allowed > 0n && held(coin, address) > 0n
  })
  const payer = rng.pick(able.length > 0 && rng.chance(0.9) ? able : signers).address
  return { payer, amount: drawAmount(rng, held(coin, payer)) }
}

function drawAmount(rng: Rng, most: bigint): bigint {
  const some = most === 0n ? 0n : BigInt(rng.word()) % (most + 1n)
  return rng.weighted([
    [5, some],
    [5, some / 1_000n],
    [2, 10n ** 8n],
    [1, most],
    [1, most + 1n],
    [1, 99n],
    [1, 0n],
  ])
}

function drawLeast(rng: Rng): bigint {
  return rng.pick([0n, 0n, 0n, 1n, 10n ** 6n, 10n ** 15n])
}
