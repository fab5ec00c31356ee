import { dataLength, dataSlice, ZeroHash } from 'ethers'
import type { ModelFunction } from '../framework/model.ts'
import { isSigned } from '../framework/signers.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import { revoke } from './grants.ts'
import { demandAdmin, deny, narrow, type Standing, standingOf } from './standing.ts'
import {
  ADMIN,
  emit,
  type Folder,
  folderOf,
  type GrantsState,
  grantsMessage,
  isUsed,
  NO_ACCOUNT,
  NO_EXPIRY,
  ownerOf,
  packState,
  walletSubject,
} from './state.ts'

/** Begins a new epoch at once. */
export function advance(
  state: GrantsState,
  context: Context,
  id: string,
  expectedEpoch: bigint,
  expectedNarrowed: bigint,
  record: string,
  dueAt: bigint,
  subjects: string,
): Emitted[] {
  const folder = folderOf(state, id)
  const author = demandAdmin(folder, context.sender, context.time)
  checkEpoch(folder, expectedEpoch)
  checkNarrowed(folder, expectedNarrowed)
  if (record === ZeroHash) throw new Refusal('GrantsRecord')
  const revoked = subjects === '0x' ? [] : revoke(state, context, id, subjects)
  return [...revoked, startEpoch(folder, author, record, dueAt, context.time)]
}

function schedule(
  state: GrantsState,
  { time, sender }: Context,
  id: string,
  expectedEpoch: bigint,
  record: string,
  activateAt: bigint,
  dueAt: bigint,
): Emitted[] {
  const folder = folderOf(state, id)
  const { issuedAt } = demandAdmin(folder, sender, time)
  checkEpoch(folder, expectedEpoch)
  if ((record === ZeroHash) !== (activateAt === 0n)) throw new Refusal('GrantsRecord')
  delete folder.schedule
  if (activateAt !== 0n) {
    if (folder.isStale) throw new Refusal('GrantsStale')
    if (dueAt !== 0n && dueAt <= activateAt) throw new Refusal('GrantsExpiry', dueAt)
    folder.schedule = { author: sender, issuedAt, record, activateAt, nextFor: folder.narrowed, dueAt }
  }
  return [emit('Scheduled', id, sender, record, activateAt, folder.narrowed, packState(folder))]
}

function activate(
  state: GrantsState,
  { time }: Context,
  id: string,
  author: string,
  record: string,
  activateAt: bigint,
  nextFor: bigint,
): Emitted[] {
  const folder = folderOf(state, id)
  if (folder.schedule === undefined) throw new Refusal('GrantsNotScheduled', id)
  const { dueAt, ...planned } = folder.schedule
  const standing = demandAdmin(folder, author, time)
  const given = { author, issuedAt: standing.issuedAt, record, activateAt, nextFor }
  if (!isSame(planned, given)) throw new Refusal('GrantsNotScheduled', id)
  if (time < activateAt) throw new Refusal('GrantsNotDue', activateAt)
  checkNarrowed(folder, nextFor)
  return [startEpoch(folder, standing, record, dueAt, time)]
}

function isSame(a: Plan, b: Plan): boolean {
  return (Object.keys(a) as (keyof Plan)[]).every((key) => a[key] === b[key])
}

/** What of a schedule is kept as a digest. */
export type Plan = { author: string; issuedAt: bigint; record: string; activateAt: bigint; nextFor: bigint }

function offerFolder(
  state: GrantsState,
  { time, sender }: Context,
  id: string,
  to: string,
  expiresAt: bigint,
): Emitted[] {
  const folder = folderOf(state, id)
  if (sender !== ownerOf(folder)) deny(folder, sender)
  delete folder.offer
  if (to === NO_ACCOUNT) return [emit('FolderOffered', id, NO_ACCOUNT, 0n)]
  if (to === sender) throw new Refusal('GrantsSubject', walletSubject(to))
  if (expiresAt <= time) throw new Refusal('GrantsExpiry', expiresAt)
  folder.offer = { to, generation: folder.generation, expiresAt }
  return [emit('FolderOffered', id, to, expiresAt)]
}

function acceptFolder(
  state: GrantsState,
  { time, sender }: Context,
  id: string,
  expectedEpoch: bigint,
  expectedNarrowed: bigint,
  record: string,
  dueAt: bigint,
  succession: string,
): Emitted[] {
  const folder = folderOf(state, id)
  const from = ownerOf(folder)
  if (succession !== '0x') checkSuccession(state, folder, sender, succession)
  else if (openOffer(folder, time)?.to !== sender) throw new Refusal('GrantsNoOffer', id)
  if (record !== ZeroHash) {
    checkEpoch(folder, expectedEpoch)
    checkNarrowed(folder, expectedNarrowed)
  }
  folder.newOwner = sender
  folder.generation++
  narrow(folder)
  startEpoch(folder, standingOf(folder, sender, time), record, dueAt, time)
  folder.isStale = record === ZeroHash
  return [emit('FolderMoved', id, from, sender, record, packState(folder))]
}

/** The offer that can be accepted at that time. */
export function openOffer({ offer, generation }: Folder, time: bigint): Folder['offer'] {
  return offer?.generation === generation && time < offer.expiresAt ? offer : undefined
}

function checkSuccession(state: GrantsState, folder: Folder, to: string, succession: string): void {
  if (folder.newOwner !== undefined || dataLength(succession) < 32)
    throw new Refusal('GrantsNoOffer', folder.id)
  const from = ownerOf(folder)
  const nonce = BigInt(dataSlice(succession, 0, 32))
  if (isUsed(state, from, nonce)) throw new Refusal('GrantsNonce', nonce)
  const message = grantsMessage(state, 'Succession', { from, to, nonce })
  if (!isSigned(state.fixed.signers, from, message, dataSlice(succession, 32))) {
    throw new Refusal('GrantsBadSignature', from)
  }
}

/** An admin's epoch ends no later than its right, nor than what was owed. Who has left knows the key. */
function startEpoch(folder: Folder, author: Standing, record: string, dueAt: bigint, time: bigint): Emitted {
  const ends = [dueAt]
  if (!author.isOwner) {
    if (author.expiry !== NO_EXPIRY) ends.push(author.expiry)
    if (folder.dueAt > time) ends.push(folder.dueAt)
  }
  folder.keyEpoch++
  folder.record = record
  folder.dueAt = ends.filter((end) => end !== 0n).sort((a, b) => (a < b ? -1 : 1))[0] ?? 0n
  folder.isStale = standingOf(folder, author.account, time).role !== ADMIN
  delete folder.schedule
  return emit('Advanced', folder.id, author.account, record, packState(folder))
}

function checkEpoch({ keyEpoch }: Folder, expected: bigint): void {
  if (keyEpoch !== expected) throw new Refusal('GrantsEpoch', expected, keyEpoch)
}

function checkNarrowed({ narrowed }: Folder, expected: bigint): void {
  if (narrowed !== expected) throw new Refusal('GrantsNarrowed', expected, narrowed)
}

/** What Grants does with epochs and owners. */
export const epochFunctions: Readonly<Record<string, ModelFunction<GrantsState>>> = {
  advance,
  schedule,
  activate,
  offerFolder,
  acceptFolder,
}
