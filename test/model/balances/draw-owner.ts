import { keccak256, ZeroAddress } from 'ethers'
import type { Call } from '../framework/draw.ts'
import { writeCall } from '../framework/step.ts'
import { call, type DrawInput } from './draw-input.ts'
import { ETH } from './state.ts'

/** A call that has to be announced: its method and its only argument. */
type Announced = readonly [string, unknown]

/** Draws a call of the owner, or of another account that tries the same. */
export function drawOwnerCall(input: DrawInput): Call {
  const { rng, state, signers } = input
  const stranger = rng.pick(signers).address
  const sender = rng.mostly(state.owner, [stranger], 0.95)
  const operator = rng.pick([...state.operators.keys(), stranger])
  const { issueCents, reverseCents } = state.issuer
  const due = findAnnounced(input)
  return rng.weighted([
    [30, () => call(sender, 'announce', drawAnnouncement(input))],
    [due.length === 0 ? 0 : 60, () => call(sender, ...rng.pick(due))],
    [4, () => call(sender, ...rng.pick(candidates(input)))],
    [2, () => call(sender, 'cancelAnnouncement', rng.pick([...state.announced.keys(), rng.word()]))],
    [
      state.paused ? 30 : 4,
      () => call(sender, 'pauseIncoming', state.paused ? rng.chance(0.1) : rng.chance(0.7)),
    ],
    [2, () => call(sender, 'disableAsset', rng.pick([ETH, ...state.tokens.coins.keys()]))],
    [2, () => call(sender, 'disableOperator', operator)],
    [1, () => call(sender, 'disableIssuer')],
    [
      4,
      () => {
        const { ceiling = 0n } = state.operators.get(operator) ?? {}
        return call(sender, 'lowerCeiling', operator, rng.pick([ceiling, ceiling / 2n, above(ceiling, 56n)]))
      },
    ],
    [
      3,
      () => {
        const issue = rng.pick([issueCents, (issueCents * 9n) / 10n, above(issueCents, 40n)])
        return call(sender, 'lowerIssuerCeilings', issue, rng.pick([reverseCents, (reverseCents * 9n) / 10n]))
      },
    ],
    [2, () => call(sender, 'transferOwnership', stranger)],
    [3, () => call(rng.mostly(state.pendingOwner, [stranger]), 'acceptOwnership')],
    [1, () => (rng.chance(0.2) ? call(sender, 'renounceOwnership') : call(stranger, 'renounceOwnership'))],
  ])()
}

/** One more, where the argument's width has room for it. */
function above(value: bigint, bits: bigint): bigint {
  return value + 1n < 2n ** bits ? value + 1n : value
}

/** Calls that may be announced: few, so that they are made again later. */
function candidates({ state, signers }: DrawInput): Announced[] {
  const { stable } = state.fixed
  const [token = ETH, feeToken = ETH] = [...state.tokens.coins.keys()].filter((coin) => coin !== stable)
  const [etherFeed = ETH, tokenFeed = ETH] = state.tokens.feeds.keys()
  const [first = ZeroAddress, second = ZeroAddress, third = ZeroAddress] = signers
    .filter(({ label }) => ['bob', 'wallet', 'smart'].includes(label))
    .map(({ address }) => address)
  const assets = [
    [ETH, etherFeed, 200_000n, 1n, 2n ** 96n - 1n],
    [ETH, tokenFeed, 60n, 10n ** 8n, 10n ** 13n],
    [token, tokenFeed, 200_000n, 1n, 2n ** 96n - 1n],
    [feeToken, tokenFeed, 200_000n, 1n, 10n ** 13n],
    [stable, tokenFeed, 3_600n, 1n, 2n],
    [first, tokenFeed, 3_600n, 1n, 2n],
    [token, first, 3_600n, 1n, 2n],
    [token, tokenFeed, 0n, 1n, 2n],
    [token, tokenFeed, 3_600n, 2n, 1n],
  ].filter(([asset]) => !signers.some(({ address, kind }) => address === asset && kind !== 'key'))
  return [
    ...assets
      .slice(0, 4)
      .flatMap((terms): Announced[] => Array.from({ length: 2 }, () => ['setAsset', terms])),
    ...assets.slice(4).map((terms): Announced => ['setAsset', terms]),
    ...twice(['setOperator', [first, 10n ** 10n]]),
    ...twice(['setOperator', [second, 10n ** 9n]]),
    ['setOperator', [ZeroAddress, 1n]],
    ['setIssuer', [first, 100_000n, 50_000n]],
    ['setIssuer', [second, 2n ** 40n - 1n, 2n ** 40n - 1n]],
    ['setIssuer', [third, 10_000n, 0n]],
    ['setIssuer', [ZeroAddress, 1n, 1n]],
    ...twice(['setTreasurer', first]),
    ...twice(['setTreasurer', third]),
  ]
}

/** What is picked twice as often as what is refused. */
function twice(candidate: Announced): Announced[] {
  return [candidate, candidate]
}

function drawAnnouncement(input: DrawInput): string {
  const { rng, state } = input
  if (rng.chance(0.05)) return rng.pick(['0x', '0x12345678', '0x1234'])
  return encode(state, rng.pick(candidates(input)))
}

/** Announced calls, mostly those that can be made by now. */
function findAnnounced(input: DrawInput): Announced[] {
  const { announced } = input.state
  const dueAt = (candidate: Announced) => announced.get(opOf(input.state, candidate))
  const all = candidates(input).filter((candidate) => dueAt(candidate) !== undefined)
  const ripe = all.filter((candidate) => (dueAt(candidate) ?? 0n) <= input.now)
  return ripe.length > 0 && input.rng.chance(0.9) ? ripe : all
}

/** Under what a call is announced; kept, because it is asked for often. */
function opOf(state: DrawInput['state'], candidate: Announced): string {
  const key = writeCall(candidate[0], [candidate[1]])
  const op = ops.get(key) ?? keccak256(encode(state, candidate))
  ops.set(key, op)
  return op
}

const ops = new Map<string, string>()

function encode({ fixed }: DrawInput['state'], [method, argument]: Announced): string {
  return fixed.abi.encodeFunctionData(method, [argument])
}
