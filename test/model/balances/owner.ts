import { keccak256, ZeroAddress } from 'ethers'
import type { ModelFunction } from '../framework/model.ts'
import { type Owned, ownershipFunctions } from '../framework/ownership.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import { type BalancesState, checkReceiver, DAY, ETH, emit, type Operator } from './state.ts'
import { coinOf, move } from './tokens.ts'

const DELAY = 2n * DAY
const WINDOW = 14n * DAY
const MAX_DECIMALS = 83n
/** What is announced before it is done. */
const ANNOUNCED = ['setAsset', 'setOperator', 'setIssuer', 'setTreasurer']

/** Terms of an asset as the contract takes them: asset, feed, heartbeat, min, max. */
export type AssetTerms = readonly [string, string, bigint, bigint, bigint]

/* ANNOUNCED */

function announce(state: BalancesState, context: Context, call: string): Emitted[] {
  checkOwner(state, context)
  const op = keccak256(call)
  const selectors = ANNOUNCED.map((name) => state.fixed.abi.getFunction(name)?.selector)
  if (!selectors.includes(call.slice(0, 10))) throw new Refusal('BalancesNotAnnounced', op)
  const due = context.time + DELAY
  state.announced.set(op, due)
  return [emit('Announced', op, call, due)]
}

function setAsset(state: BalancesState, context: Context, terms: AssetTerms): Emitted[] {
  const applied = useAnnouncement(state, context, 'setAsset', terms)
  return [applied, ...list(state, terms)]
}

function setOperator(state: BalancesState, context: Context, terms: readonly [string, bigint]): Emitted[] {
  const applied = useAnnouncement(state, context, 'setOperator', terms)
  const [operator, ceiling] = terms
  if (operator === ZeroAddress) throw new Refusal('BalancesRange')
  return [applied, writeOperator(state, operator, ceiling, true)]
}

function setIssuer(
  state: BalancesState,
  context: Context,
  terms: readonly [string, bigint, bigint],
): Emitted[] {
  const applied = useAnnouncement(state, context, 'setIssuer', terms)
  if (terms[0] === ZeroAddress) throw new Refusal('BalancesRange')
  return [applied, writeIssuer(state, context, ...terms)]
}

function setTreasurer(state: BalancesState, context: Context, treasurer: string): Emitted[] {
  const applied = useAnnouncement(state, context, 'setTreasurer', treasurer)
  state.treasurer = treasurer
  return [applied, emit('TreasurerSet', treasurer)]
}

/* AT ONCE */

function cancelAnnouncement(state: BalancesState, context: Context, op: string): Emitted[] {
  checkOwner(state, context)
  if (!state.announced.delete(op)) throw new Refusal('BalancesNotAnnounced', op)
  return [emit('AnnouncementCancelled', op)]
}

function pauseIncoming(state: BalancesState, context: Context, paused: boolean): Emitted[] {
  checkOwner(state, context)
  state.paused = paused
  state.prices.delete(ETH)
  return [emit('IncomingPaused', paused)]
}

function disableAsset(state: BalancesState, context: Context, token: string): Emitted[] {
  checkOwner(state, context)
  const asset = state.assets.get(token)
  if (!asset?.enabled) throw new Refusal('BalancesAsset', token)
  asset.enabled = false
  return [writeAsset(state, token)]
}

function disableOperator(state: BalancesState, context: Context, operator: string): Emitted[] {
  checkOwner(state, context)
  return [writeOperator(state, operator, state.operators.get(operator)?.ceiling ?? 0n, false)]
}

function disableIssuer(state: BalancesState, context: Context): Emitted[] {
  checkOwner(state, context)
  return [writeIssuer(state, context, ZeroAddress, 0n, 0n)]
}

function lowerCeiling(state: BalancesState, context: Context, operator: string, ceiling: bigint): Emitted[] {
  checkOwner(state, context)
  const { ceiling: present = 0n, enabled = false } = state.operators.get(operator) ?? {}
  if (ceiling > present) throw new Refusal('BalancesRange')
  return [writeOperator(state, operator, ceiling, enabled)]
}

function lowerIssuerCeilings(
  state: BalancesState,
  context: Context,
  issueCents: bigint,
  reverseCents: bigint,
): Emitted[] {
  checkOwner(state, context)
  const { issuer } = state
  if (issueCents > issuer.issueCents || reverseCents > issuer.reverseCents) throw new Refusal('BalancesRange')
  return [writeIssuer(state, context, issuer.account, issueCents, reverseCents)]
}

/* TREASURER */

function sweep(
  state: BalancesState,
  { sender }: Context,
  asset: string,
  amount: bigint,
  to: string,
): Emitted[] {
  if (sender !== state.treasurer) throw new Refusal('BalancesRole', sender)
  checkReceiver(state, to)
  const claimable = claimableOf(state, asset)
  if (amount > claimable) throw new Refusal('BalancesShort', asset, amount, claimable)
  const { fixed, tokens } = state
  if (asset === ETH) {
    if (!takesEther(state, to, amount)) throw new Refusal('FailedCall')
    state.etherWei -= amount
  } else {
    if (asset === fixed.stable) {
      if (amount % fixed.unit !== 0n) throw new Refusal('BalancesRange')
      state.claimableStable -= amount / fixed.unit
    } else {
      state.claimable.set(asset, claimable - amount)
    }
    move(asset, coinOf(tokens, asset), fixed.address, to, amount)
  }
  return [emit('Swept', asset, to, amount)]
}

/* SHARED RULES */

/** Of the accounts of these tests those with nothing but a key take ETH; some others a call without any. */
function takesEther({ fixed }: BalancesState, to: string, amountWei: bigint): boolean {
  const receiver = fixed.signers.find(({ address }) => address === to)
  if (receiver === undefined || receiver.kind === 'key') return true
  return amountWei === 0n && ['yes', 'junk'].includes(receiver.label)
}

/** What the treasurer can take out of an asset. */
export function claimableOf(
  { etherWei, claimableStable, claimable, fixed }: BalancesState,
  asset: string,
): bigint {
  if (asset === ETH) return etherWei
  return asset === fixed.stable ? claimableStable * fixed.unit : (claimable.get(asset) ?? 0n)
}

/** Lists an asset if its terms make sense. */
export function list(state: BalancesState, [token, feed, heartbeat, min, max]: AssetTerms): Emitted[] {
  const { coins, feeds } = state.tokens
  const tokenDecimals = token === ETH ? 18n : coins.get(token)?.decimals
  if (token === state.fixed.stable || tokenDecimals === undefined) throw new Refusal('BalancesAsset', token)
  const feedDecimals = feeds.get(feed)?.decimals
  if (feedDecimals === undefined || heartbeat === 0n || min === 0n || min > max)
    throw new Refusal('BalancesRange')
  const decimals = tokenDecimals + feedDecimals
  if (decimals < 6n || decimals > MAX_DECIMALS) throw new Refusal('BalancesRange')
  state.assets.set(token, { feed, heartbeat, tokenDecimals, feedDecimals, min, max, enabled: true })
  return [emit('FeedSet', token, feed, feedDecimals), writeAsset(state, token)]
}

function writeAsset(state: BalancesState, token: string): Emitted {
  const asset = state.assets.get(token)
  if (asset === undefined) throw new Error(`${token} is not listed`)
  state.prices.delete(token)
  const { feed, heartbeat, tokenDecimals, min, max, enabled } = asset
  return emit('AssetSet', token, feed, heartbeat, tokenDecimals, min, max, enabled)
}

function writeOperator(state: BalancesState, operator: string, ceiling: bigint, enabled: boolean): Emitted {
  const fresh: Operator = { batch: 0n, day: 0n, chargedToday: 0n, ceiling, enabled }
  state.operators.set(operator, { ...fresh, ...state.operators.get(operator), ceiling, enabled })
  return emit('OperatorSet', operator, ceiling, enabled)
}

/** The day that runs loses what a ceiling loses, and gains nothing. A day that has not begun has all of it. */
function writeIssuer(
  { issuer }: BalancesState,
  { time }: Context,
  account: string,
  issueCents: bigint,
  reverseCents: bigint,
): Emitted {
  const runs = issuer.day === time / DAY
  const issueLeft = runs ? cutBy(issuer.issueLeft, issuer.issueCents - issueCents) : issueCents
  const reverseLeft = runs ? cutBy(issuer.reverseLeft, issuer.reverseCents - reverseCents) : reverseCents
  Object.assign(issuer, { account, issueCents, reverseCents, day: time / DAY, issueLeft, reverseLeft })
  return emit('IssuerSet', account, issueCents, reverseCents)
}

function cutBy(left: bigint, loss: bigint): bigint {
  if (loss <= 0n) return left
  return left > loss ? left - loss : 0n
}

function useAnnouncement(state: BalancesState, context: Context, method: string, argument: unknown): Emitted {
  checkOwner(state, context)
  const op = keccak256(state.fixed.abi.encodeFunctionData(method, [argument]))
  const due = state.announced.get(op)
  if (due === undefined) throw new Refusal('BalancesNotAnnounced', op)
  if (context.time < due) throw new Refusal('BalancesNotDue', due)
  if (context.time > due + WINDOW) throw new Refusal('BalancesExpired', due + WINDOW)
  state.announced.delete(op)
  return emit('AnnouncementApplied', op)
}

function checkOwner({ owner }: Owned, { sender }: Context): void {
  if (sender !== owner) throw new Refusal('BalancesRole', sender)
}

/** What the owner and the treasurer of Balances can do. */
export const ownerFunctions: Readonly<Record<string, ModelFunction<BalancesState>>> = {
  announce,
  setAsset,
  setOperator,
  setIssuer,
  setTreasurer,
  cancelAnnouncement,
  pauseIncoming,
  disableAsset,
  disableOperator,
  disableIssuer,
  lowerCeiling,
  lowerIssuerCeilings,
  sweep,
  ...ownershipFunctions<BalancesState>('balances', checkOwner),
}
