import { ZeroAddress, ZeroHash } from 'ethers'
import type { View } from '../framework/model.ts'
import { Refusal } from '../framework/step.ts'
import { findFresh, readFeed, worth } from './deposits.ts'
import { receiversOf } from './draw-input.ts'
import { claimableOf } from './owner.ts'
import { accountOf, type BalancesState, DAY, ETH, isUsed, PERIOD } from './state.ts'
import { coinOf, held } from './tokens.ts'

/** Everything that can be asked of Balances about the accounts and assets of a model. */
export function listBalancesViews(state: BalancesState, time: bigint): View[] {
  const { fixed, issuer, tokens } = state
  const assets = [ETH, ...tokens.coins.keys()]
  const isToday = issuer.day === time / DAY
  return [
    ...receiversOf(state).flatMap((account) => accountViews(state, account, time)),
    ...assets.flatMap((asset) => assetViews(state, asset, time)),
    ...[...tokens.coins.keys()].flatMap((coin) => coinViews(state, coin)),
    view(
      'cardIssuer',
      [],
      [
        issuer.account,
        issuer.issueCents,
        issuer.reverseCents,
        isToday ? issuer.issueLeft : issuer.issueCents,
        isToday ? issuer.reverseLeft : issuer.reverseCents,
      ],
    ),
    view('totals', [], [state.principal, state.claimableStable, state.paused]),
    ...[...state.announced].map(([op, due]) => view('dueAt', [op], [due])),
    view('dueAt', [ZeroHash], [0n]),
    view('treasurer', [], [state.treasurer]),
    view('owner', [], [state.owner]),
    view('pendingOwner', [], [state.pendingOwner]),
    view('stable', [], [fixed.stable]),
    view('permit2', [], [fixed.permit2]),
    view('sequencerFeed', [], [fixed.sequencer]),
    view('eip712Domain', [], ['0x0f', 'Space Balances', '1', fixed.chainId, fixed.address, ZeroHash, []]),
  ]
}

function accountViews(state: BalancesState, address: string, time: bigint): View[] {
  const { credit, principal, cap, spent, period, cardSeq } = accountOf(state, address)
  const operator = state.operators.get(address)
  const { batch = 0n, day, chargedToday = 0n, ceiling = 0n, enabled = false } = operator ?? {}
  return [
    view('accountOf', [address], [credit, principal, cap, period === time / PERIOD ? spent : 0n, cardSeq]),
    view('withdrawable', [address], [principal]),
    view('operatorOf', [address], [batch, day === time / DAY ? chargedToday : 0n, ceiling, enabled]),
    ...[0n, 255n, 256n].map((nonce) => view('nonceUsed', [address, nonce], [isUsed(state, address, nonce)])),
  ]
}

function assetViews(state: BalancesState, asset: string, time: bigint): View[] {
  const terms = state.assets.get(asset)
  const { feed = ZeroAddress, heartbeat = 0n, tokenDecimals = 0n, feedDecimals = 0n } = terms ?? {}
  const { min = 0n, max = 0n, enabled = false } = terms ?? {}
  return [
    view('assetOf', [asset], [feed, heartbeat, tokenDecimals, feedDecimals, min, max, enabled]),
    view('claimableOf', [asset], [claimableOf(state, asset)]),
    ...[0n, 99n, 10n ** 18n, 2n ** 160n].map((amount) =>
      view('quote', [asset, amount], expectQuote(state, asset, amount, time)),
    ),
  ]
}

function expectQuote(state: BalancesState, asset: string, amount: bigint, time: bigint): unknown[] | Refusal {
  if (asset === state.fixed.stable) return [amount / state.fixed.unit, false]
  try {
    const fresh = findFresh(state, asset, time)
    return [worth(fresh ?? readFeed(state, asset, time), amount), fresh === undefined]
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** The coins themselves: what Balances and all accounts hold. */
function coinViews(state: BalancesState, address: string): View[] {
  const { stable, address: balances } = state.fixed
  const coins = [...state.tokens.coins.keys()].filter((coin) => coin !== stable)
  const target = address === stable ? 'stable' : (['token', 'feeToken'][coins.indexOf(address)] ?? 'token')
  return [balances, ...receiversOf(state)].map((holder) => ({
    target,
    method: 'balanceOf',
    args: [holder],
    expected: [held(coinOf(state.tokens, address), holder)],
  }))
}

function view(method: string, args: unknown[], expected: unknown[] | Refusal): View {
  return { target: 'balances', method, args, expected }
}
