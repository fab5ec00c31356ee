import { AbiCoder, concat, dataSlice, keccak256, toBeHex, ZeroAddress } from 'ethers'
import { type Message, type Signer, toFields } from '../framework/signers.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'

/** A name that was registered once. */
export type NameEntry = {
  owner: string
  keyEpoch: bigint
  generation: bigint
  keyDigest: string
  /** When it was released; 0n while it has an owner. */
  releasedAt: bigint
  recovery?: Recovery
  offer?: Offer
}

/** Who can transfer a name when its owner cannot. */
export type Recovery = {
  agent: string
  delay: bigint
  mode: bigint
  /** From when on the owner can finish the removal of the agent. */
  removalReadyAt?: bigint
  pending?: { newOwner: string; keyDigest: string; readyAt: bigint }
}

/** An offer of a name, good for one generation and one key. */
export type Offer = { to: string; kind: bigint; expiresAt: bigint; generation: bigint; keyEpoch: bigint }

/** What a policy answers every caller; `undefined`: a malformed answer. */
export type Policy = { allowed: boolean; commitAge: bigint } | undefined

/** All that Names knows, and what lies around it. */
export type NamesState = {
  names: Map<string, NameEntry>
  primary: Map<string, string>
  /** Version and digest by account and kind, as `account kind`. */
  anchors: Map<string, { version: bigint; digest: string }>
  commitments: Map<string, bigint>
  owner: string
  pendingOwner: string
  policy: string
  frozen: boolean
  announced?: { policy: string; due: bigint }
  /** What never changes. */
  fixed: {
    chainId: bigint
    address: string
    signers: readonly Signer[]
    policies: ReadonlyMap<string, Policy>
  }
}

const DAY = 86_400n
/** How long a released name stays closed. */
export const QUARANTINE = 90n * DAY
/** How long a commitment can be used. */
export const COMMITMENT_LIFE = DAY
/** How long a policy is announced before it can be applied. */
export const POLICY_DELAY = 2n * DAY
/** The least delay of a recovery that the owner can veto, and of one that he cannot. */
export const LEAST_DELAY = [2n * DAY, 7n * DAY] as const

/** A state without names. */
export function createNamesState(owner: string, policy: string, fixed: NamesState['fixed']): NamesState {
  return {
    names: new Map(),
    primary: new Map(),
    anchors: new Map(),
    commitments: new Map(),
    owner,
    pendingOwner: ZeroAddress,
    policy,
    frozen: false,
    fixed,
  }
}

/** An event of Names. */
export function emit(name: string, ...args: unknown[]): Emitted {
  return { source: 'names', name, args }
}

/** Whether a word is 3 to 30 characters of `[a-z0-9-]`, zero padded, without edge or double hyphens. */
export function isName(word: string): boolean {
  const text = Buffer.from(word.slice(2), 'hex').toString('latin1').replace(/\0+$/, '')
  return text.length >= 3 && text.length <= 30 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)
}

/** The entry of a name that has an owner. */
export function findOwned(state: NamesState, name: string): NameEntry | undefined {
  const entry = state.names.get(name)
  return entry === undefined || entry.owner === ZeroAddress ? undefined : entry
}

/** The entry of a name of the caller. */
export function demandOwned(state: NamesState, { sender }: Context, name: string): NameEntry {
  const entry = findOwned(state, name)
  if (entry?.owner !== sender) throw new Refusal('NamesNotOwner', name, sender)
  return entry
}

/** The offer of a name that can be accepted at that time. */
export function findOffer(entry: NameEntry | undefined, time: bigint): Offer | undefined {
  const offer = entry?.offer
  if (entry === undefined || offer === undefined || entry.owner === ZeroAddress) return undefined
  const same = offer.generation === entry.generation && offer.keyEpoch === entry.keyEpoch
  return same && time <= offer.expiresAt ? offer : undefined
}

/** When a commitment was made that can still be used. */
export function findCommitment(state: NamesState, commitment: string, time: bigint): bigint | undefined {
  const at = state.commitments.get(commitment)
  return at === undefined || time > at + COMMITMENT_LIFE ? undefined : at
}

/** The subject that grants know a name by: 30 bytes of name, then the generation. */
export function subjectOf(name: string, generation: bigint): string {
  return concat([dataSlice(name, 0, 30), toBeHex(generation, 2)])
}

/** What a commitment commits to. */
export function commitmentTo(
  owner: string,
  name: string,
  keyDigest: string,
  options: bigint,
  salt: string,
): string {
  return hashWords(
    ['address', 'bytes32', 'bytes32', 'uint8', 'bytes32'],
    [owner, name, keyDigest, options, salt],
  )
}

/** What a pending recovery is a recovery to. */
export function recoveryTarget(newOwner: string, keyDigest: string): string {
  return hashWords(['address', 'bytes32'], [newOwner, keyDigest])
}

/** A typed message to Names (EIP-712). */
export function namesMessage(
  { fixed }: NamesState,
  type: keyof typeof MESSAGES,
  value: Record<string, unknown>,
): Message {
  const domain = {
    name: 'Space Names',
    version: '1',
    chainId: fixed.chainId,
    verifyingContract: fixed.address,
  }
  return { domain, types: { [type]: toFields(MESSAGES[type]) }, value }
}

const HANDING_OVER =
  'bytes32 name,address from,address to,uint16 generation,uint32 keyEpoch,bytes32 keyDigest,uint8 kind,uint40 deadline'

const MESSAGES = {
  Register: 'address owner,bytes32 name,bytes32 keyDigest,uint8 options,uint16 generation,uint40 deadline',
  RotateKey:
    'address owner,bytes32 name,uint16 generation,uint32 expectedEpoch,bytes32 keyDigest,uint40 deadline',
  SetAnchor: 'address account,uint8 kind,uint32 expectedVersion,bytes32 digest,uint40 deadline',
  Transfer: HANDING_OVER,
  Receive: HANDING_OVER,
}

function hashWords(types: string[], values: unknown[]): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, values))
}
