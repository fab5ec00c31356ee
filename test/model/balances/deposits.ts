import { dataLength } from 'ethers'
import type { ModelFunction } from '../framework/model.ts'
import { recoverOrRefuse } from '../framework/signers.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import { checkPermit2Signature } from './permit2.ts'
import {
  accountOf,
  addCredit,
  addPrincipal,
  type BalancesState,
  checkReceiver,
  ETH,
  emit,
  hashValues,
  KEEP_CAP,
  type Price,
  packAccount,
  setCapOf,
} from './state.ts'
import { authorizationMessage, coinOf, move, moveAllowed, permit2Message, tryPermit } from './tokens.ts'

const PRICE_LIFE = 900n
const HEARTBEAT_GRACE = 600n
const SEQUENCER_GRACE = 3_600n

/** A deposit: who pays for whom, what for, and what the payer asks for. */
type Deposit = { payer: string; to: string; asset: string; amount: bigint; minUsd: bigint; cap: bigint }

/* DEPOSITS */

function depositStable(
  state: BalancesState,
  { sender }: Context,
  amount: bigint,
  to: string,
  cap: bigint,
): Emitted[] {
  const { stable } = state.fixed
  const arrived = pull(state, stable, sender, amount)
  return creditCoins(state, { payer: sender, to, asset: stable, amount: arrived, minUsd: 0n, cap })
}

function depositWithPermit(
  state: BalancesState,
  context: Context,
  amount: bigint,
  to: string,
  cap: bigint,
  deadline: bigint,
  signature: string,
): Emitted[] {
  const { chainId, stable, address } = state.fixed
  checkLength(signature, context.sender)
  const permit = { owner: context.sender, spender: address, value: amount, deadline }
  tryPermit(chainId, stable, coinOf(state.tokens, stable), context, permit, signature)
  return depositStable(state, context, amount, to, cap)
}

function depositWithPermit2(
  state: BalancesState,
  context: Context,
  from: string,
  permit: readonly [readonly [string, bigint], bigint, bigint],
  to: string,
  minUsd: bigint,
  cap: bigint,
  signature: string,
): Emitted[] {
  const { chainId, permit2, address, signers } = state.fixed
  const [[token, amount], nonce, deadline] = permit
  if (context.time > deadline) throw new Refusal('SignatureExpired', deadline)
  const key = `${from} ${nonce}`
  if (state.tokens.permit2Nonces.has(key)) throw new Refusal('InvalidNonce')
  state.tokens.permit2Nonces.add(key)
  const value = {
    permitted: { token, amount },
    spender: address,
    nonce,
    deadline,
    witness: { to, minUsd, cap },
  }
  checkPermit2Signature(signers, from, permit2Message(chainId, permit2, value), signature)
  const arrived = moveAllowed(token, coinOf(state.tokens, token), permit2, from, address, amount)
  return creditToken(state, context, { payer: from, to, asset: token, amount: arrived, minUsd, cap })
}

function depositWithAuthorization(
  state: BalancesState,
  { time }: Context,
  from: string,
  authorization: readonly [bigint, bigint, bigint, string],
  to: string,
  cap: bigint,
  signature: string,
): Emitted[] {
  const { chainId, stable, address } = state.fixed
  const [value, validAfter, validBefore, salt] = authorization
  checkLength(signature, from)
  const coin = coinOf(state.tokens, stable)
  const nonce = hashValues(['address', 'uint48', 'bytes32'], [to, cap, salt])
  const key = `${from} ${nonce}`
  if (time <= validAfter || time >= validBefore || coin.authorizations.has(key))
    throw new Refusal('AuthorizationRefused')
  const message = authorizationMessage(chainId, stable, {
    from,
    to: address,
    value,
    validAfter,
    validBefore,
    nonce,
  })
  if (recoverOrRefuse(message, signature) !== from) throw new Refusal('AuthorizationRefused')
  coin.authorizations.add(key)
  const amount = move(stable, coin, from, address, value)
  return creditCoins(state, { payer: from, to, asset: stable, amount, minUsd: 0n, cap })
}

function depositETH(
  state: BalancesState,
  context: Context,
  to: string,
  minUsd: bigint,
  cap: bigint,
): Emitted[] {
  checkReceiver(state, to)
  const amount = context.value
  state.etherWei += amount
  return creditPriced(state, context, { payer: context.sender, to, asset: ETH, amount, minUsd, cap })
}

function depositToken(
  state: BalancesState,
  context: Context,
  token: string,
  amount: bigint,
  to: string,
  minUsd: bigint,
  cap: bigint,
): Emitted[] {
  if (token === ETH) throw new Refusal('BalancesAsset', token)
  const arrived = pull(state, token, context.sender, amount)
  return creditToken(state, context, {
    payer: context.sender,
    to,
    asset: token,
    amount: arrived,
    minUsd,
    cap,
  })
}

function refreshPrice(state: BalancesState, context: Context, asset: string): Emitted[] {
  return refresh(state, context, asset).events
}

/* SHARED RULES */

/** What a feed says now, if the terms of the asset let it pass. */
export function readFeed(state: BalancesState, asset: string, time: bigint): Price {
  const terms = state.assets.get(asset)
  if (!terms?.enabled) throw new Refusal('BalancesAsset', asset)
  checkSequencer(state, time)
  const feed = state.tokens.feeds.get(terms.feed)
  if (feed === undefined) throw new Error(`there is no feed ${terms.feed}`)
  const { round, answer, updatedAt } = feed
  const isOld = updatedAt > time || time - updatedAt > terms.heartbeat + HEARTBEAT_GRACE
  if (isOld || round < (state.prices.get(asset)?.round ?? 0n))
    throw new Refusal('BalancesStalePrice', updatedAt)
  if (answer < terms.min || answer > terms.max) throw new Refusal('BalancesPriceBounds', answer)
  return { price: answer, at: time, round, scale: terms.tokenDecimals + terms.feedDecimals - 6n }
}

/** The cached price, while it is fresh. */
export function findFresh({ prices }: BalancesState, asset: string, time: bigint): Price | undefined {
  const price = prices.get(asset)
  return price !== undefined && time <= price.at + PRICE_LIFE ? price : undefined
}

/** What an amount is worth in micro-dollars, rounded down. */
export function worth({ price, scale }: Price, amount: bigint): bigint {
  if (amount >= 2n ** 160n) throw new Refusal('BalancesRange')
  return (amount * price) / 10n ** scale
}

function refresh(
  state: BalancesState,
  { time }: Context,
  asset: string,
): { price: Price; events: Emitted[] } {
  if (asset === ETH && state.paused) throw new Refusal('BalancesPaused')
  const price = readFeed(state, asset, time)
  state.prices.set(asset, price)
  return { price, events: [emit('PriceRefreshed', asset, price.price, price.round)] }
}

function checkSequencer({ tokens, fixed }: BalancesState, time: bigint): void {
  const feed = tokens.feeds.get(fixed.sequencer)
  if (feed === undefined) return
  const { answer, updatedAt: since } = feed
  if (answer !== 0n || since === 0n || since > time || time - since < SEQUENCER_GRACE) {
    throw new Refusal('BalancesSequencer')
  }
}

function pull({ tokens, fixed }: BalancesState, token: string, from: string, amount: bigint): bigint {
  return moveAllowed(token, coinOf(tokens, token), fixed.address, from, fixed.address, amount)
}

function creditToken(state: BalancesState, context: Context, deposit: Deposit): Emitted[] {
  if (deposit.asset === state.fixed.stable) return creditCoins(state, deposit)
  checkReceiver(state, deposit.to)
  checkOpen(state)
  const { asset, amount } = deposit
  state.claimable.set(asset, (state.claimable.get(asset) ?? 0n) + amount)
  return creditPriced(state, context, deposit)
}

function creditPriced(state: BalancesState, context: Context, deposit: Deposit): Emitted[] {
  const fresh = findFresh(state, deposit.asset, context.time)
  const { price, events } =
    fresh === undefined ? refresh(state, context, deposit.asset) : { price: fresh, events: [] }
  const usd = worth(price, deposit.amount)
  addCredit(accountOf(state, deposit.to), usd)
  return [...events, ...settle(state, deposit, usd)]
}

function creditCoins(state: BalancesState, deposit: Deposit): Emitted[] {
  checkReceiver(state, deposit.to)
  checkOpen(state)
  const usd = deposit.amount / state.fixed.unit
  addPrincipal(state, accountOf(state, deposit.to), usd)
  return settle(state, deposit, usd)
}

function settle(state: BalancesState, deposit: Deposit, usd: bigint): Emitted[] {
  const { payer, to, asset, amount, minUsd, cap } = deposit
  if (usd < minUsd) throw new Refusal('BalancesSlippage', usd, minUsd)
  if (usd === 0n) throw new Refusal('BalancesRange')
  const account = accountOf(state, to)
  const caps = to === payer && cap !== KEEP_CAP ? [setCapOf(account, to, cap)] : []
  return [...caps, emit('Credited', to, asset, payer, amount, usd, packAccount(account))]
}

function checkOpen({ paused }: BalancesState): void {
  if (paused) throw new Refusal('BalancesPaused')
}

function checkLength(signature: string, signer: string): void {
  if (dataLength(signature) !== 65) throw new Refusal('BalancesBadSignature', signer)
}

/** What Balances does with what comes in. */
export const depositFunctions: Readonly<Record<string, ModelFunction<BalancesState>>> = {
  depositStable,
  depositWithPermit,
  depositWithPermit2,
  depositWithAuthorization,
  depositETH,
  depositToken,
  refreshPrice,
}
