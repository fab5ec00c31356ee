import { concat, dataSlice, id as hashText, toBeHex, ZeroHash } from 'ethers'
import { type Call, drawDeadline, drawTime } from '../framework/draw.ts'
import type { Rng } from '../framework/rng.ts'
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
  NO_ACCOUNT,
  NO_EXPIRY,
  ownerOf,
  packTerms,
  toIndex,
  walletSubject,
} from './state.ts'

type DrawInput = {
  rng: Rng
  state: GrantsState
  now: bigint
  signers: readonly Signer[]
  folder: Folder
  /** The sender: mostly an account with a right in the folder. */
  sender: Signer
  standing: Standing
}
type Draw = (input: DrawInput) => Call

/** Draws the next call to Grants, or to the names that it asks. */
export function drawGrantsStep(rng: Rng, state: GrantsState, time: bigint): Step {
  const now = drawTime(rng, time, momentsOf(state))
  const [first = '', ...others] = foldersOf(state)
  const folder = folderOf(state, rng.mostly(first, others, 0.7))
  const { signers } = state.fixed
  const sender = drawSender(rng, folder, signers, now)
  const standing = standingOf(folder, sender.address, now)
  const input = { rng, state, now, signers, folder, sender, standing }
  return { time: now, ...rng.weighted(draws)(input) }
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

function drawSender(rng: Rng, folder: Folder, signers: readonly Signer[], now: bigint): Signer {
  const owner = signers.find(({ address }) => address === ownerOf(folder))
  const holders = signers.filter(({ address }) => folder.slots.has(walletSubject(address)))
  const powerful = holders.filter(({ address }) => {
    const { depth, isGuardian, role } = standingOf(folder, address, now)
    return depth > 0n || isGuardian || role === ADMIN
  })
  return rng.weighted([
    [owner === undefined ? 0 : 50, () => owner ?? rng.pick(signers)],
    [powerful.length === 0 ? 0 : 35, () => rng.pick(powerful)],
    [holders.length === 0 ? 0 : 8, () => rng.pick(holders)],
    [7, () => rng.pick(signers)],
  ])()
}

const call = (sender: string, method: string, ...args: unknown[]): Call => ({
  sender,
  target: 'grants',
  method,
  args,
})

const granting: Draw = (input) => {
  const { rng, state, now, signers, folder, sender } = input
  const subject = drawSubject(rng, state)
  const terms = drawTerms(input)
  if (rng.chance(0.6)) return call(sender.address, 'grant', folder.id, subject, terms, drawDigest(rng))
  const pass = drawDigest(rng)
  const [nonce, deadline] = [drawNonce(rng), drawDeadline(rng, now)]
  const value = { by: sender.address, folder: folder.id, subject, terms, pass, nonce, deadline }
  const signature = signRoughly(rng, sender, signers, grantsMessage(state, 'GrantRequest', value))
  return call(rng.pick(signers).address, 'grantFor', ...Object.values(value), signature)
}

const grantingMany: Draw = (input) => {
  const { rng, folder, sender } = input
  const subjects = drawList(rng, () => drawSubject(rng, input.state))
  return call(sender.address, 'grantBatch', folder.id, drawTerms(input), drawDigest(rng), subjects)
}

const delivering: Draw = (input) => {
  const { rng, folder, sender } = input
  return call(sender.address, 'deliver', folder.id, drawHolder(input), drawDigest(rng))
}

const revoking: Draw = (input) => {
  const { rng, state, now, signers, folder, sender } = input
  const self = walletSubject(sender.address)
  const subjects = drawList(rng, () => rng.mostly(drawHolder(input), [self]))
  if (rng.chance(0.6)) return call(sender.address, 'revoke', folder.id, subjects)
  const [nonce, deadline] = [drawNonce(rng), drawDeadline(rng, now)]
  const value = { by: sender.address, folder: folder.id, subjects, nonce, deadline }
  const signature = signRoughly(rng, sender, signers, grantsMessage(state, 'RevokeRequest', value))
  return call(rng.pick(signers).address, 'revokeFor', ...Object.values(value), signature)
}

const advancing: Draw = (input) => {
  const { rng, state, now, signers, folder, sender } = input
  const subjects = rng.chance(0.6) ? '0x' : drawList(rng, () => drawHolder(input))
  const expectedEpoch = rng.mostly(folder.keyEpoch, [0n, folder.keyEpoch + 1n])
  const expectedNarrowed = rng.mostly(folder.narrowed, [0n, folder.narrowed + 1n])
  const record = drawDigest(rng)
  const dueAt = drawDue(rng, now)
  if (rng.chance(0.6)) {
    return call(
      sender.address,
      'advance',
      folder.id,
      expectedEpoch,
      expectedNarrowed,
      record,
      dueAt,
      subjects,
    )
  }
  const [nonce, deadline] = [drawNonce(rng), drawDeadline(rng, now)]
  const what = { expectedEpoch, expectedNarrowed, record, dueAt, subjects }
  const value = { by: sender.address, folder: folder.id, ...what, nonce, deadline }
  const signature = signRoughly(rng, sender, signers, grantsMessage(state, 'AdvanceRequest', value))
  return call(rng.pick(signers).address, 'advanceFor', ...Object.values(value), signature)
}

const blocking: Draw = ({ rng, state, folder, sender }) => {
  const wallets = drawList(
    rng,
    () => rng.mostly(rng.pick(accountsOf(state)), [NO_ACCOUNT, sender.address], 0.95),
    20,
  )
  return call(sender.address, 'setBlocked', folder.id, rng.chance(0.5), wallets)
}

const scheduling: Draw = ({ rng, now, folder, sender, signers }) => {
  if (folder.schedule !== undefined && rng.chance(0.7)) {
    return call(rng.pick(signers).address, 'activate', folder.id)
  }
  const expectedEpoch = rng.mostly(folder.keyEpoch, [folder.keyEpoch + 1n])
  const record = rng.mostly(hashText('next'), [ZeroHash], 0.8)
  const activateAt = rng.mostly(record === ZeroHash ? 0n : now + BigInt(rng.below(500)), [0n, now + 10n])
  const dueAt = rng.pick([0n, 0n, activateAt, activateAt + 1n, now + 100_000n])
  return call(sender.address, 'schedule', folder.id, expectedEpoch, record, activateAt, dueAt)
}

const activating: Draw = ({ rng, folder, signers }) => call(rng.pick(signers).address, 'activate', folder.id)

const gathering: Draw = ({ rng, state, folder, sender }) => {
  const id = audienceId(rng.mostly(sender.address, [rng.pick(accountsOf(state))], 0.95), BigInt(rng.below(2)))
  const present = folder.audiences.get(audienceKey(folder, id)) ?? ZeroHash
  const root = rng.weighted([
    [12, () => buildAudience(state, folder.id, id, rng.pick(audienceSizes)).root],
    [2, () => ZeroHash],
    [1, () => rng.word()],
  ])()
  const expected = rng.mostly(present, [ZeroHash, rng.word()])
  return call(sender.address, 'setAudience', folder.id, id, expected, root, drawDigest(rng))
}

const striking: Draw = ({ rng, state, folder, sender }) => {
  const setter = rng.pick([ownerOf(folder), sender.address])
  const id = audienceId(setter, BigInt(rng.below(2)))
  const present = folder.audiences.get(audienceKey(folder, id)) ?? ZeroHash
  const indexes = drawList(rng, () => toIndex(rng.pick(membersOf(state, 20)).index + BigInt(rng.below(2))), 4)
  return call(sender.address, 'revokeLeaves', folder.id, id, rng.mostly(present, [rng.word()]), indexes)
}

const renewing: Draw = ({ folder, sender }) => call(sender.address, 'revokeAll', folder.id)

const offering: Draw = ({ rng, state, now, folder, sender }) => {
  const to = rng.mostly(rng.pick(accountsOf(state)), [NO_ACCOUNT, sender.address])
  return call(sender.address, 'offerFolder', folder.id, to, drawDeadline(rng, now))
}

const accepting: Draw = ({ rng, state, now, signers, folder }) => {
  const offer = openOffer(folder, now)
  const isOffered = offer !== undefined && signers.some(({ address }) => address === offer.to)
  const to = isOffered ? rng.mostly(offer.to, [rng.pick(signers).address]) : rng.pick(signers).address
  const from = signers.find(({ address }) => address === dataSlice(folder.id, 0, 20))
  const nonce = drawNonce(rng)
  const succession = () => {
    const message = grantsMessage(state, 'Succession', { from: from?.address ?? NO_ACCOUNT, to, nonce })
    return concat([toBeHex(nonce, 32), signRoughly(rng, from ?? rng.pick(signers), signers, message)])
  }
  const proof = isOffered
    ? '0x'
    : rng.weighted([
        [6, succession],
        [1, () => '0x1234'],
        [1, () => '0x'],
      ])()
  const expectedEpoch = rng.mostly(folder.keyEpoch, [folder.keyEpoch + 1n])
  const expectedNarrowed = rng.mostly(folder.narrowed, [folder.narrowed + 1n])
  const due = drawDue(rng, now)
  return call(to, 'acceptFolder', folder.id, expectedEpoch, expectedNarrowed, drawDigest(rng), due, proof)
}

const voiding: Draw = ({ rng, sender }) =>
  call(
    sender.address,
    'voidNonces',
    rng.pick([0n, 1n]),
    rng.pick([1n, 1n << BigInt(rng.below(40)), 1n << 255n, 0n]),
  )

/** Calls to Names, so that grants to names have owners. */
const naming: Draw = ({ rng, state, now, signers }) => {
  const name = rng.pick(names)
  const entry = findOwned(state.names, name)
  const toNames = (sender: string, method: string, ...args: unknown[]): Call => ({
    sender,
    target: 'names',
    method,
    args,
  })
  const someone = rng.pick(signers).address
  if (entry === undefined) return toNames(someone, 'register', name, ZeroHash, rng.pick([0n, 1n, 1n]))
  const offer = findOffer(entry, now)
  if (offer !== undefined) return toNames(offer.to, 'accept', name, ZeroHash)
  return rng.weighted([
    [3, () => toNames(entry.owner, 'setPrimary', rng.pick([name, name, ZeroHash]))],
    [2, () => toNames(entry.owner, 'offer', name, someone, rng.pick([1n, 2n]), now + 1_000_000n)],
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

function drawTerms({ rng, now, standing }: DrawInput): bigint {
  const most = standing.expiry === 0n ? NO_EXPIRY : standing.expiry
  const soon = now + rng.pick([1n, 60n, 5_000n, 400_000n])
  const expiry = rng.weighted([
    [6, most],
    [5, soon < most ? soon : most],
    [1, NO_EXPIRY],
    [1, now],
    [1, most - 1n],
  ])
  if (rng.chance(standing.isOwner ? 0.12 : 0.03)) {
    return packTerms(expiry, rng.mostly(0n, [1n]), rng.mostly(0n, [1n]), rng.mostly(2n, [3n]))
  }
  const role = BigInt(1 + rng.below(Math.max(Number(standing.role), 1)))
  const depth = BigInt(rng.below(Math.max(Number(standing.depth), 1)))
  const fromNowOn = rng.chance(0.2) ? 1n : 0n
  const extra = rng.mostly(0n, [1n << 48n, 1n << 255n], 0.98)
  return (
    packTerms(
      expiry,
      rng.mostly(role, [0n, role + 1n, 15n]),
      rng.mostly(depth, [3n]),
      fromNowOn,
      rng.mostly(0n, [1n, 8n], 0.97),
    ) + extra
  )
}

/** A subject that has a grant in the folder, or any other. */
function drawHolder({ rng, state, folder }: DrawInput): string {
  const held = [...folder.slots.keys()]
  return held.length > 0 && rng.chance(0.85) ? rng.pick(held) : rng.pick(subjectsOf(state))
}

function drawList(rng: Rng, item: () => string, stride = 32): string {
  if (rng.chance(0.04))
    return rng.pick(['0x', `0x${'00'.repeat(stride - 1)}`, `0x${'00'.repeat(stride + 1)}`])
  const list = Array.from({ length: 1 + rng.below(4) }, item)
  return concat(rng.chance(0.1) ? [...list, list[0] ?? '0x'] : list)
}

function drawDigest(rng: Rng): string {
  return rng.mostly(hashText(`digest ${rng.below(3)}`), [ZeroHash])
}

function drawDue(rng: Rng, now: bigint): bigint {
  return rng.pick([0n, 0n, now + 1_000n, now - 1n, 2n ** 40n - 1n])
}

function drawNonce(rng: Rng): bigint {
  return rng.chance(0.5) ? BigInt(rng.below(12)) : rng.pick([255n, 256n, 300n, BigInt(rng.word())])
}
