// The chain as folders see it: ids and digests are bytes here and hex everywhere outside.
import {
  advance,
  type Chain,
  deliver,
  type FolderState,
  type GrantWord,
  grant,
  type AnnouncedPass as HexAnnouncedPass,
  addressSubject as hexAddressSubject,
  createFolderId as hexCreateFolderId,
  decodeSubject as hexDecodeSubject,
  describeSubject as hexDescribeSubject,
  hasAccess as hexHasAccess,
  readAnchor as hexReadAnchor,
  readFolder as hexReadFolder,
  readGrant as hexReadGrant,
  readKeyHistory as hexReadKeyHistory,
  readName as hexReadName,
  readNewestBlock as hexReadNewestBlock,
  readPasses as hexReadPasses,
  readRole as hexReadRole,
  readSubjects as hexReadSubjects,
  type NameRecord,
  type ReadOptions,
  type Role,
  type Subject,
  type Terms,
  type WriteOptions,
} from '../chain/index.ts'
import type { CallReceipt } from '../signers/index.ts'
import { type Address, fromHex, toHex } from '../utils/index.ts'

type Stopping = { signal?: AbortSignal | undefined }

/** A pass that was announced for one subject. */
export type AnnouncedPass = Omit<HexAnnouncedPass, 'digest'> & { digest: Uint8Array }

/** A folder as the contract sees it; `record` is the digest of its record block. */
export type FolderOnChain = Omit<FolderState, 'record'> & { record: Uint8Array | undefined }

export async function readFolder(
  chain: Chain,
  folder: Uint8Array,
  options: ReadOptions = {},
): Promise<FolderOnChain> {
  const state = await hexReadFolder(chain, { folder: toHex(folder), ...options })
  return { ...state, record: state.record === undefined ? undefined : fromHex(state.record) }
}

export function readRole(
  chain: Chain,
  folder: Uint8Array,
  subject: Uint8Array,
  options: ReadOptions = {},
): Promise<Role | undefined> {
  return hexReadRole(chain, { folder: toHex(folder), subject: toHex(subject), ...options })
}

export function readGrant(
  chain: Chain,
  folder: Uint8Array,
  subject: Uint8Array,
  options: ReadOptions = {},
): Promise<GrantWord | undefined> {
  return hexReadGrant(chain, { folder: toHex(folder), subject: toHex(subject), ...options })
}

export function hasAccess(
  chain: Chain,
  folder: Uint8Array,
  account: Address,
  options: ReadOptions & { role: Role },
): Promise<boolean> {
  return hexHasAccess(chain, { folder: toHex(folder), account, ...options })
}

export async function readPasses(
  chain: Chain,
  folder: Uint8Array,
  subject: Uint8Array,
  options: Stopping = {},
): Promise<AnnouncedPass[]> {
  const passes = await hexReadPasses(chain, { folder: toHex(folder), subject: toHex(subject), ...options })
  return passes.map((pass) => ({ ...pass, digest: fromHex(pass.digest) }))
}

export async function readSubjects(
  chain: Chain,
  folder: Uint8Array,
  options: Stopping & { fromBlock?: number } = {},
): Promise<Uint8Array[]> {
  return (await hexReadSubjects(chain, { folder: toHex(folder), ...options })).map(fromHex)
}

export async function readName(
  chain: Chain,
  name: string,
  options: ReadOptions = {},
): Promise<Omit<NameRecord, 'keyDigest'> & { keyDigest: Uint8Array }> {
  const record = await hexReadName(chain, { name, ...options })
  return { ...record, keyDigest: fromHex(record.keyDigest) }
}

/** Every owner of a subject that can have keys, and the digests of all bindings that were published for it. */
export type KeyHistory = { addresses: Address[]; binds: Uint8Array[] }

/**
 * Reads from the events of the contract who a subject was and which keys it had. The newest alone would not do: a log
 * goes on when the keys of its author change.
 */
export async function readKeyHistory(
  chain: Chain,
  subject: Uint8Array,
  options: Stopping = {},
): Promise<KeyHistory> {
  const { addresses, bindings } = await hexReadKeyHistory(chain, { subject: toHex(subject), ...options })
  return { addresses, binds: bindings.map(fromHex) }
}

/** Digest of the binding that an account anchored, if it did. */
export async function readAnchoredBind(
  chain: Chain,
  account: Address,
  options: ReadOptions = {},
): Promise<Uint8Array | undefined> {
  const { digest } = await hexReadAnchor(chain, { account, kind: 'binding', ...options })
  return digest === undefined ? undefined : fromHex(digest)
}

/** A block of the chain. */
export type BlockOnChain = { number: number; hash: Uint8Array; time: Date }

export async function readNewestBlock(chain: Chain, options: Stopping = {}): Promise<BlockOnChain> {
  const { number, hash, time } = await hexReadNewestBlock(chain, options)
  return { number, hash: fromHex(hash), time }
}

export function createFolderId(owner: Address): Uint8Array {
  return fromHex(hexCreateFolderId(owner))
}

export function addressSubject(address: Address): Uint8Array {
  return fromHex(hexAddressSubject(address))
}

export function decodeSubject(subject: Uint8Array): Subject {
  return hexDecodeSubject(toHex(subject))
}

export function describeSubject(subject: Uint8Array): string {
  return hexDescribeSubject(toHex(subject))
}

export function sendGrant(
  chain: Chain,
  options: WriteOptions & { folder: Uint8Array; subject: Uint8Array; terms: Terms; pass: Uint8Array },
): Promise<CallReceipt> {
  const { folder, subject, terms, pass, ...sending } = options
  const { role, expiresAt, depth } = terms
  const ids = { folder: toHex(folder), subject: toHex(subject), pass: toHex(pass) }
  return grant(chain, { ...sending, ...ids, role, expiresAt, depth })
}

export function sendDelivery(
  chain: Chain,
  options: WriteOptions & { folder: Uint8Array; subject: Uint8Array; pass: Uint8Array },
): Promise<CallReceipt> {
  const { folder, subject, pass, ...sending } = options
  return deliver(chain, { ...sending, folder: toHex(folder), subject: toHex(subject), pass: toHex(pass) })
}

export function sendAdvance(
  chain: Chain,
  options: WriteOptions & {
    folder: Uint8Array
    expectedEpoch: number
    expectedNarrowed: number
    record: Uint8Array
    dueAt: Date | undefined
    revoked: readonly Uint8Array[]
  },
): Promise<CallReceipt> {
  const { folder, record, revoked, ...rest } = options
  return advance(chain, {
    ...rest,
    folder: toHex(folder),
    record: toHex(record),
    revoked: revoked.map(toHex),
  })
}
