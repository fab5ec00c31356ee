import type { ModelFunction } from '../framework/model.ts'
import { type Message, recover, toFields } from '../framework/signers.ts'
import { type Context, Refusal } from '../framework/step.ts'

/** A coin. */
export type Token = {
  decimals: bigint
  /** Keeps a hundredth of what moves between holders. */
  takesFee: boolean
  balances: Map<string, bigint>
  /** By `holder spender`. */
  allowances: Map<string, bigint>
  permits: Map<string, bigint>
  authorizations: Set<string>
}

/** A price feed. */
export type Feed = { decimals: bigint; round: bigint; answer: bigint; updatedAt: bigint }

/** Coins and feeds by address, and what Permit2 remembers. */
export type TokensState = { coins: Map<string, Token>; feeds: Map<string, Feed>; permit2Nonces: Set<string> }

/** A coin without holders. */
export function createToken(decimals: bigint, takesFee = false): Token {
  return {
    decimals,
    takesFee,
    balances: new Map(),
    allowances: new Map(),
    permits: new Map(),
    authorizations: new Set(),
  }
}

/** The balance of a holder. */
export function held({ balances }: Token, holder: string): bigint {
  return balances.get(holder) ?? 0n
}

/** Moves coins and returns how many arrive (OpenZeppelin's ERC-20). */
export function move(address: string, token: Token, from: string, to: string, amount: bigint): bigint {
  const has = held(token, from)
  const fee = token.takesFee ? amount / 100n : 0n
  const arrives = amount - fee
  if (has < arrives) throw new Refusal('ERC20InsufficientBalance', from, has, arrives)
  token.balances.set(from, has - arrives)
  token.balances.set(to, held(token, to) + arrives)
  if (fee > 0n) move(address, { ...token, takesFee: false }, from, address, fee)
  return arrives
}

/** Moves coins by an allowance. */
export function moveAllowed(
  address: string,
  token: Token,
  spender: string,
  from: string,
  to: string,
  amount: bigint,
): bigint {
  const key = `${from} ${spender}`
  const allowed = token.allowances.get(key) ?? 0n
  if (allowed !== UNLIMITED) {
    if (allowed < amount) throw new Refusal('ERC20InsufficientAllowance', spender, allowed, amount)
    token.allowances.set(key, allowed - amount)
  }
  return move(address, token, from, to, amount)
}

/** The coin of that address. */
export function coinOf({ coins }: TokensState, address: string): Token {
  const coin = coins.get(address)
  if (coin === undefined) throw new Error(`there is no coin ${address}`)
  return coin
}

/** An allowance that is never used up. */
export const UNLIMITED = 2n ** 256n - 1n

/** A permit of a coin (ERC-2612). */
export function permitMessage(chainId: bigint, coin: string, value: Record<string, unknown>): Message {
  return coinMessage(
    chainId,
    coin,
    'Permit',
    'address owner,address spender,uint256 value,uint256 nonce,uint256 deadline',
    value,
  )
}

/** A signed transfer of a coin (ERC-3009). */
export function authorizationMessage(chainId: bigint, coin: string, value: Record<string, unknown>): Message {
  return coinMessage(
    chainId,
    coin,
    'ReceiveWithAuthorization',
    'address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce',
    value,
  )
}

/** A permit of Permit2 with what Balances adds to it. */
export function permit2Message(chainId: bigint, permit2: string, value: Record<string, unknown>): Message {
  return {
    domain: { name: 'Permit2', chainId, verifyingContract: permit2 },
    types: {
      PermitWitnessTransferFrom: toFields(
        'TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Deposit witness',
      ),
      TokenPermissions: toFields('address token,uint256 amount'),
      Deposit: toFields('address to,uint256 minUsd,uint48 cap'),
    },
    value,
  }
}

/** Uses a permit if it is good; nothing else happens if not. */
export function tryPermit(
  chainId: bigint,
  address: string,
  token: Token,
  { time }: Context,
  value: { owner: string; spender: string; value: bigint; deadline: bigint },
  signature: string,
): void {
  const nonce = token.permits.get(value.owner) ?? 0n
  const signer = recover(permitMessage(chainId, address, { ...value, nonce }), signature)
  if (time > value.deadline || signer !== value.owner) return
  token.permits.set(value.owner, nonce + 1n)
  token.allowances.set(`${value.owner} ${value.spender}`, value.value)
}

/** The functions of the coin behind a target. */
export function coinFunctions<State extends { tokens: TokensState }>(
  target: string,
  address: string,
): Record<string, ModelFunction<State>> {
  return {
    [`${target}.mint`]: ({ tokens }: State, _: Context, to: string, amount: bigint) => {
      const coin = coinOf(tokens, address)
      coin.balances.set(to, held(coin, to) + amount)
      return []
    },
    [`${target}.approve`]: ({ tokens }: State, { sender }: Context, spender: string, amount: bigint) => {
      coinOf(tokens, address).allowances.set(`${sender} ${spender}`, amount)
      return []
    },
    [`${target}.transfer`]: ({ tokens }: State, { sender }: Context, to: string, amount: bigint) => {
      move(address, coinOf(tokens, address), sender, to, amount)
      return []
    },
  }
}

/** What the keeper of a feed does. */
export function feedFunctions<State extends { tokens: TokensState }>(
  target: string,
  address: string,
): Record<string, ModelFunction<State>> {
  return {
    [`${target}.set`]: ({ tokens }: State, _: Context, answer: bigint, updatedAt: bigint) => {
      const feed = tokens.feeds.get(address)
      if (feed !== undefined) Object.assign(feed, { round: feed.round + 1n, answer, updatedAt })
      return []
    },
  }
}

/** The coins of these tests all have the domain of `MockUsd`. */
function coinMessage(
  chainId: bigint,
  coin: string,
  type: string,
  fields: string,
  value: Record<string, unknown>,
): Message {
  const domain = { name: 'Mock USD', version: '1', chainId, verifyingContract: coin }
  return { domain, types: { [type]: toFields(fields) }, value }
}
