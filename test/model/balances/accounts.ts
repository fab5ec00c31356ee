import { dataLength, dataSlice } from 'ethers'
import type { ModelFunction } from '../framework/model.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import {
  type Account,
  accountOf,
  addBits,
  type BalancesState,
  checkReceiver,
  checkSigned,
  DAY,
  emit,
  KEEP_CAP,
  PERIOD,
  packAccount,
  pay,
  setCapOf,
  spendable,
} from './state.ts'
import { coinOf, move } from './tokens.ts'

const MICRO_USD_PER_CENT = 10_000n
const ROW_LENGTH = 28

/* THE ACCOUNT'S OWN */

function withdraw(state: BalancesState, { sender }: Context, usd: bigint, to: string): Emitted[] {
  return takeOut(state, sender, usd, to)
}

function withdrawFor(
  state: BalancesState,
  context: Context,
  account: string,
  usd: bigint,
  to: string,
  nonce: bigint,
  deadline: bigint,
  signature: string,
): Emitted[] {
  checkSigned(state, context, 'Withdraw', account, { account, usd, to, nonce, deadline }, signature)
  return takeOut(state, account, usd, to)
}

function setCap(state: BalancesState, { sender }: Context, cap: bigint): Emitted[] {
  return changeCap(state, sender, cap)
}

function setCapFor(
  state: BalancesState,
  context: Context,
  account: string,
  cap: bigint,
  nonce: bigint,
  deadline: bigint,
  signature: string,
): Emitted[] {
  const previous = accountOf(state, account).cap
  checkSigned(state, context, 'SetCap', account, { account, previous, cap, nonce, deadline }, signature)
  return changeCap(state, account, cap)
}

function voidNonces(state: BalancesState, { sender }: Context, index: bigint, mask: bigint): Emitted[] {
  addBits(state, sender, index, mask)
  return [emit('NoncesVoided', sender, index, mask)]
}

/* CHARGES */

function charge(
  state: BalancesState,
  { time, sender }: Context,
  expectedBatch: bigint,
  receiptsRoot: string,
  packed: string,
): Emitted[] {
  const operator = state.operators.get(sender)
  if (operator === undefined || !operator.enabled) throw new Refusal('BalancesRole', sender)
  const length = dataLength(packed)
  if (length === 0 || length % ROW_LENGTH !== 0) throw new Refusal('BalancesLength')
  if (operator.batch !== expectedBatch) throw new Refusal('BalancesBatch', expectedBatch, operator.batch)

  const rows = Array.from({ length: length / ROW_LENGTH }, (_, i) => ({
    account: dataSlice(packed, i * ROW_LENGTH, i * ROW_LENGTH + 20),
    usd: BigInt(dataSlice(packed, i * ROW_LENGTH + 20, (i + 1) * ROW_LENGTH)),
  }))
  const skipped = new Uint8Array(Math.ceil(rows.length / 8))
  let charged = 0n
  for (const [i, { account, usd }] of rows.entries()) {
    if (tryCharge(state, accountOf(state, account), usd, time)) charged += usd
    else skipped[i >> 3] = (skipped[i >> 3] ?? 0) | (1 << (i & 7))
  }

  const day = time / DAY
  const before = operator.day === day ? operator.chargedToday : 0n
  if (before + charged > operator.ceiling) {
    throw new Refusal('BalancesCeiling', operator.ceiling > before ? operator.ceiling - before : 0n)
  }
  Object.assign(operator, { batch: expectedBatch + 1n, day, chargedToday: before + charged })
  return [
    emit('Charged', sender, expectedBatch, receiptsRoot, packed, `0x${Buffer.from(skipped).toString('hex')}`),
  ]
}

function purchase(
  state: BalancesState,
  { sender }: Context,
  amount: bigint,
  ref: string,
  payee: string,
): Emitted[] {
  return buy(state, sender, amount, ref, payee)
}

function chargeBySig(
  state: BalancesState,
  context: Context,
  account: string,
  amount: bigint,
  ref: string,
  payee: string,
  nonce: bigint,
  deadline: bigint,
  signature: string,
): Emitted[] {
  if (context.sender !== payee) throw new Refusal('BalancesRole', context.sender)
  checkSigned(
    state,
    context,
    'Purchase',
    account,
    { account, amount, ref, payee, nonce, deadline },
    signature,
  )
  return buy(state, account, amount, ref, payee)
}

/* CARDS */

function syncCard(
  state: BalancesState,
  context: Context,
  account: string,
  seq: bigint,
  delta: bigint,
  deadline: bigint,
  signature: string,
): Emitted[] {
  const { issuer } = state
  const value = { issuer: issuer.account, account, seq, delta, deadline }
  checkSigned(state, context, 'SyncCard', issuer.account, value, signature)
  const changed = accountOf(state, account)
  if (seq !== changed.cardSeq + 1n) throw new Refusal('BalancesSeq', seq, changed.cardSeq + 1n)
  const credit = changed.credit + delta
  if (BigInt.asIntN(56, credit) !== credit) throw new Refusal('BalancesRange')
  changed.credit = credit
  changed.cardSeq = seq
  countCents(issuer, context.time / DAY, delta)
  return [emit('CardSynced', account, seq, delta, packAccount(changed))]
}

/* SHARED RULES */

/** Begins the issuer's day anew, if another one has come. */
export function turnDay(issuer: BalancesState['issuer'], day: bigint): void {
  if (issuer.day === day) return
  Object.assign(issuer, { day, issueLeft: issuer.issueCents, reverseLeft: issuer.reverseCents })
}

function countCents(issuer: BalancesState['issuer'], day: bigint, delta: bigint): void {
  turnDay(issuer, day)
  const usd = delta > 0n ? delta : -delta
  const cents = (usd + MICRO_USD_PER_CENT - 1n) / MICRO_USD_PER_CENT
  const left = delta > 0n ? issuer.issueLeft : issuer.reverseLeft
  if (cents > left) throw new Refusal('BalancesCeiling', left * MICRO_USD_PER_CENT)
  if (delta > 0n) issuer.issueLeft -= cents
  else issuer.reverseLeft -= cents
}

function takeOut(state: BalancesState, from: string, usd: bigint, to: string): Emitted[] {
  const { fixed, tokens } = state
  checkReceiver(state, to)
  const account = accountOf(state, from)
  if (usd > account.principal) throw new Refusal('BalancesShort', from, usd, account.principal)
  account.principal -= usd
  state.principal -= usd
  move(fixed.stable, coinOf(tokens, fixed.stable), fixed.address, to, usd * fixed.unit)
  return [emit('Withdrawn', from, to, usd, packAccount(account))]
}

function changeCap(state: BalancesState, account: string, cap: bigint): Emitted[] {
  if (cap === KEEP_CAP) throw new Refusal('BalancesRange')
  return [setCapOf(accountOf(state, account), account, cap)]
}

function tryCharge(state: BalancesState, account: Account, usd: bigint, time: bigint): boolean {
  const period = time / PERIOD
  const spent = account.period === period ? account.spent : 0n
  if (spent + usd > account.cap || usd > spendable(account)) return false
  pay(state, account, usd)
  Object.assign(account, { period, spent: spent + usd })
  return true
}

function buy(state: BalancesState, from: string, amount: bigint, ref: string, payee: string): Emitted[] {
  if (!state.operators.get(payee)?.enabled) throw new Refusal('BalancesRole', payee)
  const account = accountOf(state, from)
  if (amount > spendable(account)) throw new Refusal('BalancesShort', from, amount, spendable(account))
  pay(state, account, amount)
  return [emit('Purchased', from, payee, ref, amount, packAccount(account))]
}

/** What Balances does for accounts, operators and the issuer. */
export const balancesFunctions: Readonly<Record<string, ModelFunction<BalancesState>>> = {
  withdraw,
  withdrawFor,
  setCap,
  setCapFor,
  voidNonces,
  charge,
  purchase,
  chargeBySig,
  syncCard,
}
