import { encodeBytes32String, keccak256, toBeHex, ZeroAddress, ZeroHash } from 'ethers'
import { type Call, drawDeadline, drawWait, toStep } from '../framework/draw.ts'
import type { Dice } from '../framework/rng.ts'
import { type Signer, signRoughly } from '../framework/signers.ts'
import type { Step } from '../framework/step.ts'
import {
  commitmentTo,
  findOffer,
  LEAST_DELAY,
  type NameEntry,
  type NamesState,
  namesMessage,
  QUARANTINE,
} from './state.ts'
import { handingOver } from './transfers.ts'

const GOOD_NAMES = [
  ...[
    'ada',
    'bob',
    'carol-1',
    '0x-eve',
    'a-b',
    'abcdefghijklmnopqrstuvwxyz-123',
    'dan',
    'erin',
    'xyz',
    'z-9',
  ],
].map(encodeBytes32String)
const BAD_NAMES = [
  ...['ab', '-ada', 'ada-', 'a--b', 'Ada', 'a_b', 'abcdefghijklmnopqrstuvwxyz-1234'].map(encodeBytes32String),
  ZeroHash,
  '0x616461006200000000000000000000000000000000000000000000000000000000'.slice(0, 66),
  '0xe4f6fc0000000000000000000000000000000000000000000000000000000000',
]

/** Every name that any call uses. */
export const nameWords: readonly string[] = [...GOOD_NAMES, ...BAD_NAMES]

/** The salts of commitments. */
export const salts: readonly string[] = [ZeroHash, keccak256('0x01')]

type Hand = { dice: Dice; state: NamesState; now: bigint; signers: readonly Signer[] }
type Draw = (hand: Hand) => Call

/** Thinks up the next call to Names. */
export function drawNamesStep(dice: Dice, state: NamesState, time: bigint): Step {
  const wait = drawWait(dice, time, momentsOf(state))
  const hand = { dice, state, now: time + wait, signers: state.fixed.signers }
  return toStep(dice, wait, dice.weighted(draws)(hand), hand.signers)
}

/** When something changes by itself. */
function momentsOf({ names, commitments, announced }: NamesState): bigint[] {
  const ofNames = [...names.values()].flatMap(({ releasedAt, recovery, offer }) => [
    releasedAt + QUARANTINE,
    offer?.expiresAt ?? 0n,
    recovery?.pending?.readyAt ?? 0n,
    ...(recovery?.removalReadyAt === undefined
      ? []
      : [recovery.removalReadyAt, recovery.removalReadyAt + recovery.delay]),
  ])
  const ofCommitments = [...commitments.values()].flatMap((at) => [at + 60n, at + 86_400n])
  return [...ofNames, ...ofCommitments, announced?.due ?? 0n]
}

const call = (sender: string, method: string, ...args: unknown[]): Call => ({
  sender,
  target: 'names',
  method,
  args,
})

const registering: Draw = (hand) => {
  const { dice, signers } = hand
  const name = dice.mostly(drawFree(hand), [drawName(dice)], 0.7)
  return call(dice.pick(signers).address, 'register', name, drawDigest(dice), drawOptions(dice))
}

const registeringFor: Draw = (hand) => {
  const { dice, state, now, signers } = hand
  const owner = dice.pick(signers)
  const name = dice.mostly(drawFree(hand), [drawName(dice)], 0.7)
  const keyDigest = drawDigest(dice)
  const options = drawOptions(dice)
  const generation = (state.names.get(name)?.generation ?? 0n) + dice.mostly(1n, [0n, 2n])
  const deadline = drawDeadline(dice, now)
  const message = namesMessage(state, 'Register', {
    owner: owner.address,
    name,
    keyDigest,
    options: options & 255n,
    generation: generation & 0xffffn,
    deadline,
  })
  const signature = signRoughly(dice, owner, signers, message)
  const sender = dice.pick(signers).address
  if (!dice.chance(0.25)) {
    return call(sender, 'registerFor', owner.address, name, keyDigest, options, deadline, signature)
  }
  return call(sender, 'commit', commitmentTo(owner.address, name, keyDigest, options, keccak256(signature)))
}

/** Commits to what a later call will ask for, or asks for it: few values, so that they meet. */
const committing: Draw = (hand) => {
  const { dice, signers } = hand
  const owner = dice.pick(signers).address
  const name = drawFree(hand)
  const salt = dice.pick(salts)
  return dice.chance(0.8)
    ? call(dice.pick(signers).address, 'commit', fewCommitment(owner, name, salt))
    : call(owner, 'registerCommitted', name, FEW_DIGESTS[0], 1n, salt)
}

/** Uses a commitment that is there. */
const usingCommitment: Draw = (hand) => {
  const { dice, state, signers } = hand
  const known = signers.flatMap(({ address }) =>
    GOOD_NAMES.flatMap((name) => salts.map((salt) => ({ address, name, salt }))),
  )
  const made = known.filter(({ address, name, salt }) =>
    state.commitments.has(fewCommitment(address, name, salt)),
  )
  if (made.length === 0) return committing(hand)
  const open = made.filter(({ name }) => (state.names.get(name)?.owner ?? ZeroAddress) === ZeroAddress)
  const { address, name, salt } = dice.pick(open.length > 0 ? open : made)
  return call(address, 'registerCommitted', name, FEW_DIGESTS[0], 1n, salt)
}

const releasing: Draw = (hand) => {
  const { name, owner } = drawOwned(hand)
  return call(owner, 'release', name)
}

const rotating: Draw = (hand) => {
  const { dice, state, now, signers } = hand
  const { name, owner, entry } = drawOwned(hand)
  const epoch = dice.mostly(entry.keyEpoch, [0n, entry.keyEpoch + 1n, 2n ** 32n - 1n])
  const keyDigest = drawDigest(dice)
  if (dice.chance(0.5)) return call(owner, 'rotateKey', name, epoch, keyDigest)
  const deadline = drawDeadline(dice, now)
  const { generation } = entry
  const value = { owner, name, generation, expectedEpoch: epoch, keyDigest, deadline }
  const signature = signAs(hand, owner, namesMessage(state, 'RotateKey', value))
  return call(dice.pick(signers).address, 'rotateKeyFor', name, epoch, keyDigest, deadline, signature)
}

const showing: Draw = (hand) => {
  const { name, owner } = drawOwned(hand)
  return call(owner, 'setPrimary', hand.dice.mostly(name, [ZeroHash], 0.8))
}

const anchoring: Draw = (hand) => {
  const { dice, state, now, signers } = hand
  const account = dice.pick(signers).address
  const kind = dice.pick([0n, 0n, 1n, 1n, 7n, 8n, 255n])
  const version = state.anchors.get(`${account} ${kind}`)?.version ?? 0n
  const expectedVersion = dice.mostly(version, [0n, version + 1n])
  const digest = drawDigest(dice)
  if (dice.chance(0.5)) return call(account, 'setAnchor', kind, expectedVersion, digest)
  const deadline = drawDeadline(dice, now)
  const message = namesMessage(state, 'SetAnchor', { account, kind, expectedVersion, digest, deadline })
  const signature = signAs(hand, account, message)
  return call(
    dice.pick(signers).address,
    'setAnchorFor',
    account,
    kind,
    expectedVersion,
    digest,
    deadline,
    signature,
  )
}

const handing: Draw = (hand) => {
  const { dice, state, now, signers } = hand
  const { name, owner, entry } = drawOwned(hand)
  const to = dice.mostly(dice.pick(signers).address, [ZeroAddress, owner])
  const keyDigest = drawDigest(dice)
  const kind = drawKind(dice)
  const deadline = drawDeadline(dice, now)
  const value = handingOver(
    dice.mostly(entry, [{ ...entry, keyEpoch: entry.keyEpoch + 1n }]),
    name,
    to,
    keyDigest,
    kind,
    deadline,
  )
  const byReceiver = signAs(hand, to, namesMessage(state, dice.mostly('Receive', ['Transfer']), value))
  if (dice.chance(0.5)) return call(owner, 'transfer', name, to, keyDigest, kind, deadline, byReceiver)
  const byOwner = signAs(hand, owner, namesMessage(state, dice.mostly('Transfer', ['Receive']), value))
  return call(
    dice.pick(signers).address,
    'transferFor',
    name,
    to,
    keyDigest,
    kind,
    deadline,
    byOwner,
    byReceiver,
  )
}

const offering: Draw = (hand) => {
  const { dice, now, signers } = hand
  const { name, owner } = drawOwned(hand)
  const to = dice.mostly(dice.pick(signers).address, [ZeroAddress], 0.85)
  return call(owner, 'offer', name, to, drawKind(dice), drawDeadline(dice, now))
}

const accepting: Draw = (hand) => {
  const { dice, state, now, signers } = hand
  const offered = [...state.names].filter(([, entry]) => findOffer(entry, now) !== undefined)
  if (offered.length === 0) return offering(hand)
  const [name, { offer }] = dice.pick(dice.chance(0.85) ? offered : [...state.names])
  const sender = dice.mostly(offer?.to ?? ZeroAddress, [dice.pick(signers).address])
  return call(sender, 'accept', name, drawDigest(dice))
}

const settingRecovery: Draw = (hand) => {
  const { dice, signers } = hand
  const { name, owner } = drawOwned(hand)
  const mode = dice.pick([0n, 0n, 1n, 1n, 2n])
  const least = LEAST_DELAY[Number(mode)] ?? 1n
  const agent = dice.mostly(dice.pick(signers).address, [ZeroAddress, owner])
  return call(owner, 'setRecovery', name, agent, least + dice.pick([0n, 0n, 1n, 5_000n, -1n]), mode)
}

const recovering: Draw = (hand) => {
  const { dice, state, signers } = hand
  const guarded = [...state.names].filter(([, { recovery }]) => recovery !== undefined)
  if (guarded.length === 0) return settingRecovery(hand)
  const [name, { owner, recovery }] = dice.pick(guarded)
  const agent = dice.mostly(recovery?.agent ?? ZeroAddress, [owner, dice.pick(signers).address], 0.8)
  const newOwner = dice.mostly(dice.pick(signers).address, [ZeroAddress])
  const { pending } = recovery ?? {}
  return dice.weighted([
    [4, () => call(agent, 'startRecovery', name, newOwner, drawDigest(dice))],
    [2, () => call(dice.pick([agent, owner]), 'cancelRecovery', name)],
    [3, () => call(dice.pick([agent, owner, owner]), 'removeRecovery', name)],
    [
      pending === undefined ? 1 : 6,
      () =>
        call(
          dice.pick(signers).address,
          'finishRecovery',
          name,
          dice.mostly(pending?.newOwner ?? newOwner, [newOwner]),
          dice.mostly(pending?.keyDigest ?? ZeroHash, [drawDigest(dice)]),
        ),
    ],
  ])()
}

const governing: Draw = ({ dice, state, signers }) => {
  const policies = [ZeroAddress, ...state.fixed.policies.keys()]
  const waiting = [...state.fixed.policies].filter(([, policy]) => (policy?.commitAge ?? 0n) > 0n)
  const sender = dice.mostly(state.owner, [dice.pick(signers).address])
  const announced = dice.mostly(state.announced?.policy ?? ZeroAddress, policies)
  return dice.weighted([
    [
      20,
      () => call(sender, 'announcePolicy', dice.chance(0.4) ? dice.pick(waiting)[0] : dice.pick(policies)),
    ],
    [state.announced === undefined ? 4 : 40, () => call(sender, 'applyPolicy', announced)],
    [1, () => call(sender, 'freezePolicy')],
    [6, () => call(sender, 'transferOwnership', dice.pick(signers).address)],
    [6, () => call(dice.mostly(state.pendingOwner, [sender]), 'acceptOwnership')],
    [1, () => call(sender, 'renounceOwnership')],
  ])()
}

const draws: readonly (readonly [number, Draw])[] = [
  [14, registering],
  [10, registeringFor],
  [6, committing],
  [12, usingCommitment],
  [4, releasing],
  [10, rotating],
  [5, showing],
  [8, anchoring],
  [10, handing],
  [6, offering],
  [8, accepting],
  [5, settingRecovery],
  [12, recovering],
  [8, governing],
]

const FEW_DIGESTS = [keccak256('0x02'), keccak256('0x03'), ZeroHash] as const

/** A commitment out of few, so that it is kept rather than made again. */
function fewCommitment(owner: string, name: string, salt: string): string {
  const key = `${owner} ${name} ${salt}`
  const commitment = fewCommitments.get(key) ?? commitmentTo(owner, name, FEW_DIGESTS[0], 1n, salt)
  fewCommitments.set(key, commitment)
  return commitment
}

const fewCommitments = new Map<string, string>()

function drawName(dice: Dice): string {
  return dice.mostly(dice.pick(GOOD_NAMES), BAD_NAMES)
}

/** A name that is free as far as the state tells. */
function drawFree({ dice, state }: Hand): string {
  const free = GOOD_NAMES.filter((name) => (state.names.get(name)?.owner ?? ZeroAddress) === ZeroAddress)
  return free.length === 0 ? drawName(dice) : dice.mostly(dice.pick(free), GOOD_NAMES)
}

function drawDigest(dice: Dice): string {
  return dice.mostly(dice.pick(FEW_DIGESTS), [dice.word()], 0.7)
}

function drawOptions(dice: Dice): bigint {
  return dice.weighted([
    [10, 0n],
    [10, 1n],
    [1, 2n],
    [1, 255n],
  ])
}

function drawKind(dice: Dice): bigint {
  return dice.weighted([
    [10, 1n],
    [10, 2n],
    [1, 0n],
    [1, 3n],
  ])
}

/** A name with its owner; now and then one that nobody has, or somebody else than its owner. */
function drawOwned({ dice, state, signers }: Hand): { name: string; owner: string; entry: NameEntry } {
  const stranger = dice.pick(signers).address
  const owned = [...state.names].filter(([, { owner }]) => owner !== ZeroAddress)
  if (owned.length === 0 || dice.chance(0.03)) {
    const name = dice.pick(nameWords)
    const nobody = { owner: ZeroAddress, keyEpoch: 0n, generation: 0n, keyDigest: ZeroHash, releasedAt: 0n }
    return { name, owner: stranger, entry: nobody }
  }
  const [name, entry] = dice.pick(owned)
  return { name, owner: dice.mostly(entry.owner, [stranger], 0.93), entry }
}

function signAs(
  { dice, signers }: Hand,
  address: string,
  message: Parameters<typeof signRoughly>[3],
): string {
  const signer = signers.find((one) => one.address === address)
  return signer === undefined ? toBeHex(1, 65) : signRoughly(dice, signer, signers, message)
}
