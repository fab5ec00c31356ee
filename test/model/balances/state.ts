import { AbiCoder, type Interface, keccak256 } from 'ethers'
import type { Owned } from '../framework/ownership.ts'
import { isSigned, type Message, type Signer, toFields } from '../framework/signers.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import type { TokensState } from './tokens.ts'

/** What an account has, in micro-dollars. */
export type Account = {
  credit: bigint
  principal: bigint
  cap: bigint
  spent: bigint
  /** The period that `spent` is of. */
  period: bigint
  cardSeq: bigint
}

/** Somebody who may charge. */
export type Operator = { batch: bigint; day: bigint; chargedToday: bigint; ceiling: bigint; enabled: boolean }

/** Who signs card changes, and how many cents of them were left on its last day. */
export type Issuer = {
  account: string
  issueCents: bigint
  reverseCents: bigint
  day: bigint
  issueLeft: bigint
  reverseLeft: bigint
}

/** How an asset is priced. */
export type Asset = {
  feed: string
  heartbeat: bigint
  tokenDecimals: bigint
  feedDecimals: bigint
  min: bigint
  max: bigint
  enabled: boolean
}

/** A price as it was read. */
export type Price = { price: bigint; at: bigint; round: bigint; scale: bigint }

/** All that Balances knows, the coins and feeds that it asks, and what lies around it. */
export type BalancesState = Owned & {
  accounts: Map<string, Account>
  principal: bigint
  claimableStable: bigint
  paused: boolean
  operators: Map<string, Operator>
  issuer: Issuer
  assets: Map<string, Asset>
  prices: Map<string, Price>
  claimable: Map<string, bigint>
  /** Nonces that were used or voided: bits by `signer word`. */
  nonces: Map<string, bigint>
  treasurer: string
  announced: Map<string, bigint>
  /** Wei that the contract holds. */
  etherWei: bigint
  tokens: TokensState
  fixed: BalancesFixed
}

/** What never changes. */
export type BalancesFixed = {
  chainId: bigint
  address: string
  abi: Interface
  stable: string
  permit2: string
  sequencer: string
  /** Smallest units of the coin in a micro-dollar. */
  unit: bigint
  signers: readonly Signer[]
}

/** Stands for ETH (ERC-7528). */
export const ETH = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee'
/** As the cap of a deposit: leave the cap alone. */
export const KEEP_CAP = 2n ** 48n - 1n
/** Seconds of a day. */
export const DAY = 86_400n
/** Seconds of a period. */
export const PERIOD = 30n * DAY
const MAX_PRINCIPAL = 2n ** 56n - 1n
const MAX_CREDIT = 2n ** 55n - 1n

/** The account, which is there without having been made. */
export function accountOf(state: BalancesState, address: string): Account {
  const found = state.accounts.get(address)
  if (found !== undefined) return found
  const account = { credit: 0n, principal: 0n, cap: 0n, spent: 0n, period: 0n, cardSeq: 0n }
  state.accounts.set(address, account)
  return account
}

/** The account as one word: credit 56, principal 56, cap 48, spent 48, period 16, cardSeq 32. */
export function packAccount({ credit, principal, cap, spent, period, cardSeq }: Account): bigint {
  const low = BigInt.asUintN(56, credit) | (principal << 56n) | (cap << 112n)
  return low | (spent << 160n) | (period << 208n) | (cardSeq << 224n)
}

/** Adds credit that was paid for. */
export function addCredit(account: Account, usd: bigint): void {
  if (account.credit + usd > MAX_CREDIT) throw new Refusal('BalancesRange')
  account.credit += usd
}

/** Adds coins. */
export function addPrincipal(state: BalancesState, account: Account, usd: bigint): void {
  if (account.principal + usd > MAX_PRINCIPAL) throw new Refusal('BalancesRange')
  account.principal += usd
  state.principal += usd
}

/** What an account can pay. */
export function spendable({ credit, principal }: Account): bigint {
  return (credit > 0n ? credit : 0n) + principal
}

/** Takes what the account can pay, credit first; coins become earned. */
export function pay(state: BalancesState, account: Account, usd: bigint): void {
  const fromCredit = account.credit <= 0n ? 0n : account.credit < usd ? account.credit : usd
  const fromPrincipal = usd - fromCredit
  account.credit -= fromCredit
  account.principal -= fromPrincipal
  state.principal -= fromPrincipal
  state.claimableStable += fromPrincipal
}

/** Sets the cap of an account. */
export function setCapOf(account: Account, address: string, cap: bigint): Emitted {
  account.cap = cap
  return emit('CapSet', address, cap)
}

/** Refuses those who could never spend or withdraw what they get. */
export function checkReceiver({ fixed }: BalancesState, to: string): void {
  if (BigInt(to) === 0n || to === fixed.address) throw new Refusal('BalancesReceiver', to)
}

/** Refuses what the account did not sign, or signed for another time, or lets happen twice. */
export function checkSigned(
  state: BalancesState,
  { time }: Context,
  type: keyof typeof MESSAGES,
  signer: string,
  value: { deadline: bigint; nonce?: bigint; [field: string]: unknown },
  signature: string,
): void {
  const { deadline, nonce } = value
  if (time > deadline) throw new Refusal('BalancesExpired', deadline)
  if (!isSigned(state.fixed.signers, signer, balancesMessage(state, type, value), signature)) {
    throw new Refusal('BalancesBadSignature', signer)
  }
  if (nonce === undefined) return
  if (isUsed(state, signer, nonce)) throw new Refusal('BalancesNonce', nonce)
  addBits(state, signer, nonce >> 8n, 1n << (nonce & 255n))
}

/** Whether a nonce was used or voided. */
export function isUsed({ nonces }: BalancesState, signer: string, nonce: bigint): boolean {
  return (((nonces.get(`${signer} ${nonce >> 8n}`) ?? 0n) >> (nonce & 255n)) & 1n) === 1n
}

/** Makes nonces worthless. */
export function addBits({ nonces }: BalancesState, signer: string, word: bigint, mask: bigint): void {
  const key = `${signer} ${word}`
  nonces.set(key, (nonces.get(key) ?? 0n) | mask)
}

/** An event of Balances. */
export function emit(name: string, ...args: unknown[]): Emitted {
  return { source: 'balances', name, args }
}

/** A typed message to Balances (EIP-712). */
export function balancesMessage(
  { fixed }: BalancesState,
  type: keyof typeof MESSAGES,
  value: Record<string, unknown>,
): Message {
  const domain = {
    name: 'Space Balances',
    version: '1',
    chainId: fixed.chainId,
    verifyingContract: fixed.address,
  }
  return { domain, types: { [type]: toFields(MESSAGES[type]) }, value }
}

/** keccak256 over ABI-encoded values. */
export function hashValues(types: string[], values: unknown[]): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, values))
}

const MESSAGES = {
  Withdraw: 'address account,uint256 usd,address to,uint256 nonce,uint40 deadline',
  SetCap: 'address account,uint48 previous,uint48 cap,uint256 nonce,uint40 deadline',
  Purchase: 'address account,uint56 amount,bytes32 ref,address payee,uint256 nonce,uint40 deadline',
  SyncCard: 'address issuer,address account,uint32 seq,int56 delta,uint40 deadline',
}
