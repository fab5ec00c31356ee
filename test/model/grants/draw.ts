import { concat, dataSlice, id as hashText, toBeHex, ZeroHash } from 'ethers'
import { type Call, drawDeadline, drawWait } from '../framework/draw.ts'
import type { Dice } from '../framework/rng.ts'
import { type Signer, signRoughly } from '../framework/signers.ts'
import type { Step } from '../framework/step.ts'
import { findOffer, findOwned } from '../names/state.ts'
import { openOffer } from './epochs.ts'
import {
  accountsOf,
  audienceId,
  audienceSizes,
  buildAudience,
  drawSubject,
  foldersOf,
  membersOf,
  names,
  subjectsOf,
} from './pools.ts'
import { type Standing, standingOf } from './standing.ts'
import {
  ADMIN,
  audienceKey,
  type Folder,
  folderOf,
  type GrantsState,
  grantsMessage,
  NO_EXPIRY,
  NOBODY,
  ownerOf,
  packTerms,
  toIndex,
  walletSubject,
} from './state.ts'

type Hand = {
  dice: Dice
  state: GrantsState
  now: bigint
  signers: readonly Signer[]
  folder: Folder
  /** Who acts: mostly somebody who has something in the folder. */
  actor: Signer
  standing: Standing
}
type Draw = (hand: Hand) => Call

/** Thinks up the next call to Grants, or to the names that it asks. */
export function drawGrantsStep(dice: Dice, state: GrantsState, time: bigint): Step {
  const wait = drawWait(dice, time, momentsOf(state))
  const now = time + wait
  const [first = '', ...others] = foldersOf(state)
  const folder = folderOf(state, dice.mostly(first, others, 0.7))
  const { signers } = state.fixed
  const actor = drawActor(dice, folder, signers, now)
  const standing = standingOf(folder, actor.address, now)
  const hand = { dice, state, now, signers, folder, actor, standing }
  return { wait, ...dice.weighted(draws)(hand) }
}

function momentsOf({ folders }: GrantsState): bigint[] {
  return [...folders.values()].flatMap(({ slots, schedule, offer, dueAt }) => [
    ...[...slots.values()].flatMap((slot) =>
      'block' in slot || slot.expiry === NO_EXPIRY ? [] : [slot.expiry],
    ),
    schedule?.activateAt ?? 0n,
    offer?.expiresAt ?? 0n,
    dueAt,
  ])
}

function drawActor(dice: Dice, folder: Folder, signers: readonly Signer[], now: bigint): Signer {
  const owner = signers.find(({ address }) => address === ownerOf(folder))
  const holders = signers.filter(({ address }) => folder.slots.has(walletSubject(address)))
  const powerful = holders.filter(({ address }) => {
    const { depth, isGuardian, role } = standingOf(folder, address, now)
    return depth > 0n || isGuardian || role === ADMIN
  })
  return dice.weighted([
    [owner === undefined ? 0 : 50, () => owner ?? dice.pick(signers)],
    [powerful.length === 0 ? 0 : 35, () => dice.pick(powerful)],
    [holders.length === 0 ? 0 : 8, () => dice.pick(holders)],
    [7, () => dice.pick(signers)],
  ])()
}

const call = (sender: string, method: string, ...args: unknown[]): Call => ({
  sender,
  target: 'grants',
  method,
  args,
})

const granting: Draw = (hand) => {
  const { dice, state, now, signers, folder, actor } = hand
  const subject = drawSubject(dice, state)
  const terms = drawTerms(hand)
  if (dice.chance(0.6)) return call(actor.address, 'grant', folder.id, subject, terms, drawDigest(dice))
  const pass = drawDigest(dice)
  const [nonce, deadline] = [drawNonce(dice), drawDeadline(dice, now)]
  const value = { by: actor.address, folder: folder.id, subject, terms, pass, nonce, deadline }
  const signature = signRoughly(dice, actor, signers, grantsMessage(state, 'GrantRequest', value))
  return call(dice.pick(signers).address, 'grantFor', ...Object.values(value), signature)
}

const grantingMany: Draw = (hand) => {
  const { dice, folder, actor } = hand
  const subjects = drawList(dice, () => drawSubject(dice, hand.state))
  return call(actor.address, 'grantBatch', folder.id, drawTerms(hand), drawDigest(dice), subjects)
}

const delivering: Draw = (hand) => {
  const { dice, folder, actor } = hand
  return call(actor.address, 'deliver', folder.id, drawHolder(hand), drawDigest(dice))
}

const revoking: Draw = (hand) => {
  const { dice, state, now, signers, folder, actor } = hand
  const self = walletSubject(actor.address)
  const subjects = drawList(dice, () => dice.mostly(drawHolder(hand), [self]))
  if (dice.chance(0.6)) return call(actor.address, 'revoke', folder.id, subjects)
  const [nonce, deadline] = [drawNonce(dice), drawDeadline(dice, now)]
  const value = { by: actor.address, folder: folder.id, subjects, nonce, deadline }
  const signature = signRoughly(dice, actor, signers, grantsMessage(state, 'RevokeRequest', value))
  return call(dice.pick(signers).address, 'revokeFor', ...Object.values(value), signature)
}

const advancing: Draw = (hand) => {
  const { dice, state, now, signers, folder, actor } = hand
  const subjects = dice.chance(0.6) ? '0x' : drawList(dice, () => drawHolder(hand))
  const expectedEpoch = dice.mostly(folder.keyEpoch, [0n, folder.keyEpoch + 1n])
  const expectedNarrowed = dice.mostly(folder.narrowed, [0n, folder.narrowed + 1n])
  const record = drawDigest(dice)
  const dueAt = drawDue(dice, now)
  if (dice.chance(0.6)) {
    return call(actor.address, 'advance', folder.id, expectedEpoch, expectedNarrowed, record, dueAt, subjects)
  }
  const [nonce, deadline] = [drawNonce(dice), drawDeadline(dice, now)]
  const what = { expectedEpoch, expectedNarrowed, record, dueAt, subjects }
  const value = { by: actor.address, folder: folder.id, ...what, nonce, deadline }
  const signature = signRoughly(dice, actor, signers, grantsMessage(state, 'AdvanceRequest', value))
  return call(dice.pick(signers).address, 'advanceFor', ...Object.values(value), signature)
}

const blocking: Draw = ({ dice, state, folder, actor }) => {
  const wallets = drawList(
    dice,
    () => dice.mostly(dice.pick(accountsOf(state)), [NOBODY, actor.address], 0.95),
    20,
  )
  return call(actor.address, 'setBlocked', folder.id, dice.chance(0.5), wallets)
}

const scheduling: Draw = ({ dice, now, folder, actor, signers }) => {
  if (folder.schedule !== undefined && dice.chance(0.7)) {
    return call(dice.pick(signers).address, 'activate', folder.id)
  }
  const expectedEpoch = dice.mostly(folder.keyEpoch, [folder.keyEpoch + 1n])
  const record = dice.mostly(hashText('next'), [ZeroHash], 0.8)
  const activateAt = dice.mostly(record === ZeroHash ? 0n : now + BigInt(dice.below(500)), [0n, now + 10n])
  const dueAt = dice.pick([0n, 0n, activateAt, activateAt + 1n, now + 100_000n])
  return call(actor.address, 'schedule', folder.id, expectedEpoch, record, activateAt, dueAt)
}

const activating: Draw = ({ dice, folder, signers }) =>
  call(dice.pick(signers).address, 'activate', folder.id)

const gathering: Draw = ({ dice, state, folder, actor }) => {
  const id = audienceId(
    dice.mostly(actor.address, [dice.pick(accountsOf(state))], 0.95),
    BigInt(dice.below(2)),
  )
  const present = folder.audiences.get(audienceKey(folder, id)) ?? ZeroHash
  const root = dice.weighted([
    [12, () => buildAudience(state, folder.id, id, dice.pick(audienceSizes)).root],
    [2, () => ZeroHash],
    [1, () => dice.word()],
  ])()
  const expected = dice.mostly(present, [ZeroHash, dice.word()])
  return call(actor.address, 'setAudience', folder.id, id, expected, root, drawDigest(dice))
}

const striking: Draw = ({ dice, state, folder, actor }) => {
  const setter = dice.pick([ownerOf(folder), actor.address])
  const id = audienceId(setter, BigInt(dice.below(2)))
  const present = folder.audiences.get(audienceKey(folder, id)) ?? ZeroHash
  const indexes = drawList(
    dice,
    () => toIndex(dice.pick(membersOf(state, 20)).index + BigInt(dice.below(2))),
    4,
  )
  return call(actor.address, 'revokeLeaves', folder.id, id, dice.mostly(present, [dice.word()]), indexes)
}

const renewing: Draw = ({ folder, actor }) => call(actor.address, 'revokeAll', folder.id)

const offering: Draw = ({ dice, state, now, folder, actor }) => {
  const to = dice.mostly(dice.pick(accountsOf(state)), [NOBODY, actor.address])
  return call(actor.address, 'offerFolder', folder.id, to, drawDeadline(dice, now))
}

const accepting: Draw = ({ dice, state, now, signers, folder }) => {
  const offer = openOffer(folder, now)
  const isOffered = offer !== undefined && signers.some(({ address }) => address === offer.to)
  const to = isOffered ? dice.mostly(offer.to, [dice.pick(signers).address]) : dice.pick(signers).address
  const from = signers.find(({ address }) => address === dataSlice(folder.id, 0, 20))
  const nonce = drawNonce(dice)
  const succession = () => {
    const message = grantsMessage(state, 'Succession', { from: from?.address ?? NOBODY, to, nonce })
    return concat([toBeHex(nonce, 32), signRoughly(dice, from ?? dice.pick(signers), signers, message)])
  }
  const proof = isOffered
    ? '0x'
    : dice.weighted([
        [6, succession],
        [1, () => '0x1234'],
        [1, () => '0x'],
      ])()
  const expectedEpoch = dice.mostly(folder.keyEpoch, [folder.keyEpoch + 1n])
  const expectedNarrowed = dice.mostly(folder.narrowed, [folder.narrowed + 1n])
  const due = drawDue(dice, now)
  return call(to, 'acceptFolder', folder.id, expectedEpoch, expectedNarrowed, drawDigest(dice), due, proof)
}

const voiding: Draw = ({ dice, actor }) =>
  call(
    actor.address,
    'voidNonces',
    dice.pick([0n, 1n]),
    dice.pick([1n, 1n << BigInt(dice.below(40)), 1n << 255n, 0n]),
  )

/** Calls to Names, so that grants to names have somebody behind them. */
const naming: Draw = ({ dice, state, now, signers }) => {
  const name = dice.pick(names)
  const entry = findOwned(state.names, name)
  const toNames = (sender: string, method: string, ...args: unknown[]): Call => ({
    sender,
    target: 'names',
    method,
    args,
  })
  const someone = dice.pick(signers).address
  if (entry === undefined) return toNames(someone, 'register', name, ZeroHash, dice.pick([0n, 1n, 1n]))
  const offer = findOffer(entry, now)
  if (offer !== undefined) return toNames(offer.to, 'accept', name, ZeroHash)
  return dice.weighted([
    [3, () => toNames(entry.owner, 'setPrimary', dice.pick([name, name, ZeroHash]))],
    [2, () => toNames(entry.owner, 'offer', name, someone, dice.pick([1n, 2n]), now + 1_000_000n)],
  ])()
}

const draws: readonly (readonly [number, Draw])[] = [
  [26, granting],
  [8, grantingMany],
  [5, delivering],
  [10, revoking],
  [10, advancing],
  [5, blocking],
  [6, scheduling],
  [2, activating],
  [8, gathering],
  [4, striking],
  [1, renewing],
  [3, offering],
  [2, accepting],
  [1, voiding],
  [4, naming],
]

function drawTerms({ dice, now, standing }: Hand): bigint {
  const most = standing.expiry === 0n ? NO_EXPIRY : standing.expiry
  const soon = now + dice.pick([1n, 60n, 5_000n, 400_000n])
  const expiry = dice.weighted([
    [6, most],
    [5, soon < most ? soon : most],
    [1, NO_EXPIRY],
    [1, now],
    [1, most - 1n],
  ])
  if (dice.chance(standing.isOwner ? 0.12 : 0.03)) {
    return packTerms(expiry, dice.mostly(0n, [1n]), dice.mostly(0n, [1n]), dice.mostly(2n, [3n]))
  }
  const role = BigInt(1 + dice.below(Math.max(Number(standing.role), 1)))
  const depth = BigInt(dice.below(Math.max(Number(standing.depth), 1)))
  const fromNowOn = dice.chance(0.2) ? 1n : 0n
  const extra = dice.mostly(0n, [1n << 48n, 1n << 255n], 0.98)
  return (
    packTerms(
      expiry,
      dice.mostly(role, [0n, role + 1n, 15n]),
      dice.mostly(depth, [3n]),
      fromNowOn,
      dice.mostly(0n, [1n, 8n], 0.97),
    ) + extra
  )
}

/** The subject of somebody who holds something in the folder, or of anybody. */
function drawHolder({ dice, state, folder }: Hand): string {
  const held = [...folder.slots.keys()]
  return held.length > 0 && dice.chance(0.85) ? dice.pick(held) : dice.pick(subjectsOf(state))
}

function drawList(dice: Dice, item: () => string, stride = 32): string {
  if (dice.chance(0.04))
    return dice.pick(['0x', `0x${'00'.repeat(stride - 1)}`, `0x${'00'.repeat(stride + 1)}`])
  const list = Array.from({ length: 1 + dice.below(4) }, item)
  return concat(dice.chance(0.1) ? [...list, list[0] ?? '0x'] : list)
}

function drawDigest(dice: Dice): string {
  return dice.mostly(hashText(`digest ${dice.below(3)}`), [ZeroHash])
}

function drawDue(dice: Dice, now: bigint): bigint {
  return dice.pick([0n, 0n, now + 1_000n, now - 1n, 2n ** 40n - 1n])
}

function drawNonce(dice: Dice): bigint {
  return dice.chance(0.5) ? BigInt(dice.below(12)) : dice.pick([255n, 256n, 300n, BigInt(dice.word())])
}
