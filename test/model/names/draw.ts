import { encodeBytes32String, keccak256, toBeHex, ZeroAddress, ZeroHash } from 'ethers'
import { type Call, drawDeadline, drawTime, toStep } from '../framework/draw.ts'
import type { Rng } from '../framework/rng.ts'
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
import { transferValue } from './transfers.ts'

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

type DrawInput = { rng: Rng; state: NamesState; now: bigint; signers: readonly Signer[] }
type Draw = (input: DrawInput) => Call

/** Draws the next call to Names. */
export function drawNamesStep(rng: Rng, state: NamesState, time: bigint): Step {
  const now = drawTime(rng, time, momentsOf(state))
  const input = { rng, state, now, signers: state.fixed.signers }
  return toStep(rng, now, rng.weighted(draws)(input), input.signers)
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

const registering: Draw = (input) => {
  const { rng, signers } = input
  const name = rng.mostly(drawFree(input), [drawName(rng)], 0.7)
  return call(rng.pick(signers).address, 'register', name, drawDigest(rng), drawOptions(rng))
}

const registeringFor: Draw = (input) => {
  const { rng, state, now, signers } = input
  const owner = rng.pick(signers)
  const name = rng.mostly(drawFree(input), [drawName(rng)], 0.7)
  const keyDigest = drawDigest(rng)
  const options = drawOptions(rng)
  const generation = (state.names.get(name)?.generation ?? 0n) + rng.mostly(1n, [0n, 2n])
  const deadline = drawDeadline(rng, now)
  const message = namesMessage(state, 'Register', {
    owner: owner.address,
    name,
    keyDigest,
    options: options & 255n,
    generation: generation & 0xffffn,
    deadline,
  })
  const signature = signRoughly(rng, owner, signers, message)
  const sender = rng.pick(signers).address
  if (!rng.chance(0.25)) {
    return call(sender, 'registerFor', owner.address, name, keyDigest, options, deadline, signature)
  }
  return call(sender, 'commit', commitmentTo(owner.address, name, keyDigest, options, keccak256(signature)))
}

/** Commits to what a later call will ask for, or asks for it: few values, so that they meet. */
const committing: Draw = (input) => {
  const { rng, signers } = input
  const owner = rng.pick(signers).address
  const name = drawFree(input)
  const salt = rng.pick(salts)
  return rng.chance(0.8)
    ? call(rng.pick(signers).address, 'commit', fewCommitment(owner, name, salt))
    : call(owner, 'registerCommitted', name, FEW_DIGESTS[0], 1n, salt)
}

/** Uses a commitment that is there. */
const usingCommitment: Draw = (input) => {
  const { rng, state, signers } = input
  const known = signers.flatMap(({ address }) =>
    GOOD_NAMES.flatMap((name) => salts.map((salt) => ({ address, name, salt }))),
  )
  const made = known.filter(({ address, name, salt }) =>
    state.commitments.has(fewCommitment(address, name, salt)),
  )
  if (made.length === 0) return committing(input)
  const open = made.filter(({ name }) => (state.names.get(name)?.owner ?? ZeroAddress) === ZeroAddress)
  const { address, name, salt } = rng.pick(open.length > 0 ? open : made)
  return call(address, 'registerCommitted', name, FEW_DIGESTS[0], 1n, salt)
}

const releasing: Draw = (input) => {
  const { name, owner } = drawOwned(input)
  return call(owner, 'release', name)
}

const rotating: Draw = (input) => {
  const { rng, state, now, signers } = input
  const { name, owner, entry } = drawOwned(input)
  const epoch = rng.mostly(entry.keyEpoch, [0n, entry.keyEpoch + 1n, 2n ** 32n - 1n])
  const keyDigest = drawDigest(rng)
  if (rng.chance(0.5)) return call(owner, 'rotateKey', name, epoch, keyDigest)
  const deadline = drawDeadline(rng, now)
  const { generation } = entry
  const value = { owner, name, generation, expectedEpoch: epoch, keyDigest, deadline }
  const signature = signAs(input, owner, namesMessage(state, 'RotateKey', value))
  return call(rng.pick(signers).address, 'rotateKeyFor', name, epoch, keyDigest, deadline, signature)
}

const showing: Draw = (input) => {
  const { name, owner } = drawOwned(input)
  return call(owner, 'setPrimary', input.rng.mostly(name, [ZeroHash], 0.8))
}

const anchoring: Draw = (input) => {
  const { rng, state, now, signers } = input
  const account = rng.pick(signers).address
  const kind = rng.pick([0n, 0n, 1n, 1n, 7n, 8n, 255n])
  const version = state.anchors.get(`${account} ${kind}`)?.version ?? 0n
  const expectedVersion = rng.mostly(version, [0n, version + 1n])
  const digest = drawDigest(rng)
  if (rng.chance(0.5)) return call(account, 'setAnchor', kind, expectedVersion, digest)
  const deadline = drawDeadline(rng, now)
  const message = namesMessage(state, 'SetAnchor', { account, kind, expectedVersion, digest, deadline })
  const signature = signAs(input, account, message)
  return call(
    rng.pick(signers).address,
    'setAnchorFor',
    account,
    kind,
    expectedVersion,
    digest,
    deadline,
    signature,
  )
}

const transferring: Draw = (input) => {
  const { rng, state, now, signers } = input
  const { name, owner, entry } = drawOwned(input)
  const to = rng.mostly(rng.pick(signers).address, [ZeroAddress, owner])
  const keyDigest = drawDigest(rng)
  const kind = drawKind(rng)
  const deadline = drawDeadline(rng, now)
  const value = transferValue(
    rng.mostly(entry, [{ ...entry, keyEpoch: entry.keyEpoch + 1n }]),
    name,
    to,
    keyDigest,
    kind,
    deadline,
  )
  const byReceiver = signAs(input, to, namesMessage(state, rng.mostly('Receive', ['Transfer']), value))
  if (rng.chance(0.5)) return call(owner, 'transfer', name, to, keyDigest, kind, deadline, byReceiver)
  const byOwner = signAs(input, owner, namesMessage(state, rng.mostly('Transfer', ['Receive']), value))
  return call(
    rng.pick(signers).address,
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

const offering: Draw = (input) => {
  const { rng, now, signers } = input
  const { name, owner } = drawOwned(input)
  const to = rng.mostly(rng.pick(signers).address, [ZeroAddress], 0.85)
  return call(owner, 'offer', name, to, drawKind(rng), drawDeadline(rng, now))
}

const accepting: Draw = (input) => {
  const { rng, state, now, signers } = input
  const offered = [...state.names].filter(([, entry]) => findOffer(entry, now) !== undefined)
  if (offered.length === 0) return offering(input)
  const [name, { offer }] = rng.pick(rng.chance(0.85) ? offered : [...state.names])
  const sender = rng.mostly(offer?.to ?? ZeroAddress, [rng.pick(signers).address])
  return call(sender, 'accept', name, drawDigest(rng))
}

const settingRecovery: Draw = (input) => {
  const { rng, signers } = input
  const { name, owner } = drawOwned(input)
  const mode = rng.pick([0n, 0n, 1n, 1n, 2n])
  const least = LEAST_DELAY[Number(mode)] ?? 1n
  const agent = rng.mostly(rng.pick(signers).address, [ZeroAddress, owner])
  return call(owner, 'setRecovery', name, agent, least + rng.pick([0n, 0n, 1n, 5_000n, -1n]), mode)
}

const recovering: Draw = (input) => {
  const { rng, state, signers } = input
  const guarded = [...state.names].filter(([, { recovery }]) => recovery !== undefined)
  if (guarded.length === 0) return settingRecovery(input)
  const [name, { owner, recovery }] = rng.pick(guarded)
  const agent = rng.mostly(recovery?.agent ?? ZeroAddress, [owner, rng.pick(signers).address], 0.8)
  const newOwner = rng.mostly(rng.pick(signers).address, [ZeroAddress])
  const { pending } = recovery ?? {}
  return rng.weighted([
    [4, () => call(agent, 'startRecovery', name, newOwner, drawDigest(rng))],
    [2, () => call(rng.pick([agent, owner]), 'cancelRecovery', name)],
    [3, () => call(rng.pick([agent, owner, owner]), 'removeRecovery', name)],
    [
      pending === undefined ? 1 : 6,
      () =>
        call(
          rng.pick(signers).address,
          'finishRecovery',
          name,
          rng.mostly(pending?.newOwner ?? newOwner, [newOwner]),
          rng.mostly(pending?.keyDigest ?? ZeroHash, [drawDigest(rng)]),
        ),
    ],
  ])()
}

const governing: Draw = ({ rng, state, signers }) => {
  const policies = [ZeroAddress, ...state.fixed.policies.keys()]
  const waiting = [...state.fixed.policies].filter(([, policy]) => (policy?.commitAge ?? 0n) > 0n)
  const sender = rng.mostly(state.owner, [rng.pick(signers).address])
  const announced = rng.mostly(state.announced?.policy ?? ZeroAddress, policies)
  return rng.weighted([
    [20, () => call(sender, 'announcePolicy', rng.chance(0.4) ? rng.pick(waiting)[0] : rng.pick(policies))],
    [state.announced === undefined ? 4 : 40, () => call(sender, 'applyPolicy', announced)],
    [1, () => call(sender, 'freezePolicy')],
    [6, () => call(sender, 'transferOwnership', rng.pick(signers).address)],
    [6, () => call(rng.mostly(state.pendingOwner, [sender]), 'acceptOwnership')],
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
  [10, transferring],
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

function drawName(rng: Rng): string {
  return rng.mostly(rng.pick(GOOD_NAMES), BAD_NAMES)
}

/** A name that is free by the state. */
function drawFree({ rng, state }: DrawInput): string {
  const free = GOOD_NAMES.filter((name) => (state.names.get(name)?.owner ?? ZeroAddress) === ZeroAddress)
  return free.length === 0 ? drawName(rng) : rng.mostly(rng.pick(free), GOOD_NAMES)
}

function drawDigest(rng: Rng): string {
  return rng.mostly(rng.pick(FEW_DIGESTS), [rng.word()], 0.7)
}

function drawOptions(rng: Rng): bigint {
  return rng.weighted([
    [10, 0n],
    [10, 1n],
    [1, 2n],
    [1, 255n],
  ])
}

function drawKind(rng: Rng): bigint {
  return rng.weighted([
    [10, 1n],
    [10, 2n],
    [1, 0n],
    [1, 3n],
  ])
}

/** A name with its owner; sometimes one without an owner, or another account. */
function drawOwned({ rng, state, signers }: DrawInput): { name: string; owner: string; entry: NameEntry } {
  const stranger = rng.pick(signers).address
  const owned = [...state.names].filter(([, { owner }]) => owner !== ZeroAddress)
  if (owned.length === 0 || rng.chance(0.03)) {
    const name = rng.pick(nameWords)
    const unowned = { owner: ZeroAddress, keyEpoch: 0n, generation: 0n, keyDigest: ZeroHash, releasedAt: 0n }
    return { name, owner: stranger, entry: unowned }
  }
  const [name, entry] = rng.pick(owned)
  return { name, owner: rng.mostly(entry.owner, [stranger], 0.93), entry }
}

function signAs(
  { rng, signers }: DrawInput,
  address: string,
  message: Parameters<typeof signRoughly>[3],
): string {
  const signer = signers.find((one) => one.address === address)
  return signer === undefined ? toBeHex(1, 65) : signRoughly(rng, signer, signers, message)
}
