import {
  AbiCoder,
  concat,
  dataLength,
  dataSlice,
  getBytes,
  keccak256,
  toBeHex,
  ZeroAddress,
  ZeroHash,
  zeroPadValue,
} from 'ethers'
import { type Message, type Signer, toFields } from '../framework/signers.ts'
import type { Emitted } from '../framework/step.ts'
import type { NamesState } from '../names/state.ts'

/** A grant in a folder. */
export type Grant = {
  granter: string
  expiry: bigint
  issuedAt: bigint
  generation: bigint
  role: bigint
  depth: bigint
  fromNowOn: boolean
  isGuardian: boolean
}

/** What a subject's slot holds: a grant, or a block with the account that set it. */
export type Slot = { block: string } | Grant

/** A folder. */
export type Folder = {
  id: string
  /** The owner since the folder moved. */
  newOwner?: string
  keyEpoch: bigint
  narrowed: bigint
  generation: bigint
  dueAt: bigint
  isStale: boolean
  record: string
  slots: Map<string, Slot>
  schedule?: { author: string; record: string; activateAt: bigint; nextFor: bigint; dueAt: bigint }
  offer?: { to: string; generation: bigint; expiresAt: bigint }
  /** Root by audience, see `audienceKey`. */
  audiences: Map<string, string>
  /** Struck leaves, as `audience root index`. */
  struck: Set<string>
}

/** All that Grants knows, the names that it asks for, and what lies around it. */
export type GrantsState = {
  folders: Map<string, Folder>
  /** Nonces that were used or voided: bits by `signer word`. */
  nonces: Map<string, bigint>
  names: NamesState
  fixed: GrantsFixed
}

/** What never changes. */
export type GrantsFixed = {
  chainId: bigint
  address: string
  names: string
  signers: readonly Signer[]
  /** Adapters that accept every account, and some that accept none. */
  adapters: ReadonlyMap<string, boolean>
}

/** The expiry that means none. */
export const NO_EXPIRY = 2n ** 36n - 1n
/** The role of those who may do almost everything. */
export const ADMIN = 4n

/** The folder of that id, which is there without having been made. */
export function folderOf(state: GrantsState, id: string): Folder {
  const found = state.folders.get(id)
  if (found !== undefined) return found
  const folder: Folder = {
    id,
    keyEpoch: 0n,
    narrowed: 0n,
    generation: 0n,
    dueAt: 0n,
    isStale: false,
    record: ZeroHash,
    slots: new Map(),
    audiences: new Map(),
    struck: new Set(),
  }
  state.folders.set(id, folder)
  return folder
}

/** Who owns a folder; zero: no account. */
export function ownerOf({ id, newOwner }: Folder): string {
  return newOwner ?? dataSlice(id, 0, 20)
}

/** The subject that stands for a wallet. */
export function walletSubject(account: string): string {
  return zeroPadValue(account, 32)
}

/** The subject that stands for a group. */
export function groupSubject(adapter: string, groupId: string): string {
  return concat(['0x01', hashTail(['address', 'bytes32'], [adapter, groupId])])
}

/** The subject that stands for the readers of a folder. */
export function folderSubject(folder: string): string {
  return concat(['0x03', hashTail(['bytes32'], [folder])])
}

/** Whether a subject is of a kind that can be granted to, with clean padding. */
export function isSubject(subject: string): boolean {
  const [first = 0] = getBytes(subject)
  if (first === 0) return subject !== ZeroHash && BigInt(dataSlice(subject, 0, 12)) === 0n
  return isNameSubject(subject) || first === 1 || first === 3
}

/** Whether a subject begins like a name. */
export function isNameSubject(subject: string): boolean {
  return /^[0-9a-z]$/.test(String.fromCharCode(getBytes(subject)[0] ?? 0))
}

/** Whether a subject is a wallet. */
export function isWallet(subject: string): boolean {
  return isSubject(subject) && subject.startsWith('0x00')
}

/** The grant in a slot, if it is one. */
export function grantIn(folder: Folder, subject: string): Grant | undefined {
  const slot = folder.slots.get(subject)
  return slot === undefined || 'block' in slot ? undefined : slot
}

/** Whether a wallet is blocked in a folder. */
export function isBlocked(folder: Folder, account: string): boolean {
  const slot = folder.slots.get(walletSubject(account))
  return slot !== undefined && 'block' in slot
}

/** Under what an audience is kept: it ends with the generation and with the setter's grant. */
export function audienceKey(folder: Folder, id: string): string {
  const setter = dataSlice(id, 0, 20)
  const issuedAt = setter === ownerOf(folder) ? 0n : (grantIn(folder, walletSubject(setter))?.issuedAt ?? 0n)
  return `${folder.generation} ${issuedAt} ${id}`
}

/** The slot as one word: granter 160, expiry 36, issuedAt 36, generation 16, role 4, depth 2, flags 2. */
export function packSlot(slot: Slot | undefined): bigint {
  if (slot === undefined) return 0n
  if ('block' in slot) return BigInt(slot.block)
  const { granter, expiry, issuedAt, generation, role, depth, fromNowOn, isGuardian } = slot
  return packFields([
    [160n, BigInt(granter)],
    [36n, expiry],
    [36n, issuedAt],
    [16n, generation],
    [4n, role],
    [2n, depth],
    [1n, fromNowOn ? 1n : 0n],
    [1n, isGuardian ? 1n : 0n],
  ])
}

/** Bit 0 moved, bit 1 stale, bit 2 scheduled. */
export function flagsOf({ newOwner, isStale, schedule }: Folder): bigint {
  return (newOwner === undefined ? 0n : 1n) + (isStale ? 2n : 0n) + (schedule === undefined ? 0n : 4n)
}

/** The state as one word: keyEpoch 32, narrowed 32, generation 16, dueAt 40, flags 8, nextDueAt 40. */
export function packState(folder: Folder): bigint {
  return packFields([
    [32n, folder.keyEpoch],
    [32n, folder.narrowed],
    [16n, folder.generation],
    [40n, folder.dueAt],
    [8n, flagsOf(folder)],
    [40n, folder.schedule?.dueAt ?? 0n],
  ])
}

/** Terms as `grant` takes them: expiry 36, spare 4, role 4, depth 2, flags 2. */
export function packTerms(expiry: bigint, role: bigint, depth = 0n, flags = 0n, spare = 0n): bigint {
  return packFields([
    [36n, expiry],
    [4n, spare],
    [4n, role],
    [2n, depth],
    [2n, flags],
  ])
}

/** Whether a nonce was used or voided. */
export function isUsed({ nonces }: GrantsState, signer: string, nonce: bigint): boolean {
  const bits = nonces.get(`${signer} ${nonce >> 8n}`) ?? 0n
  return ((bits >> (nonce & 255n)) & 1n) === 1n
}

/** An event of Grants. */
export function emit(name: string, ...args: unknown[]): Emitted {
  return { source: 'grants', name, args }
}

/** Cuts packed bytes into pieces. */
export function cut(bytes: string, stride: number): string[] {
  return Array.from({ length: dataLength(bytes) / stride }, (_, i) =>
    dataSlice(bytes, i * stride, (i + 1) * stride),
  )
}

/** A typed message to Grants (EIP-712). */
export function grantsMessage(
  { fixed }: GrantsState,
  type: keyof typeof MESSAGES,
  value: Record<string, unknown>,
): Message {
  const domain = {
    name: 'Space Grants',
    version: '1',
    chainId: fixed.chainId,
    verifyingContract: fixed.address,
  }
  return { domain, types: { [type]: toFields(MESSAGES[type]) }, value }
}

const MESSAGES = {
  GrantRequest:
    'address by,bytes32 folder,bytes32 subject,uint256 terms,bytes32 pass,uint256 nonce,uint40 deadline',
  RevokeRequest: 'address by,bytes32 folder,bytes subjects,uint256 nonce,uint40 deadline',
  AdvanceRequest:
    'address by,bytes32 folder,uint32 expectedEpoch,uint32 expectedNarrowed,bytes32 record,uint40 dueAt,bytes subjects,uint256 nonce,uint40 deadline',
  SignedGrant:
    'address signer,bytes32 folder,bytes32 subject,uint8 role,uint40 expiry,uint16 generation,uint40 signerIssuedAt,uint256 nonce',
  Succession: 'address from,address to,uint256 nonce',
}

function packFields(fields: readonly (readonly [bigint, bigint])[]): bigint {
  let shift = 0n
  let word = 0n
  for (const [width, value] of fields) {
    word |= value << shift
    shift += width
  }
  return word
}

function hashTail(types: string[], values: unknown[]): string {
  return dataSlice(keccak256(AbiCoder.defaultAbiCoder().encode(types, values)), 1)
}

/** The address that belongs to no account. */
export const NO_ACCOUNT = ZeroAddress

/** A number as four bytes. */
export function toIndex(index: bigint): string {
  return toBeHex(index, 4)
}
