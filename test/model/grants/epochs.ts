import { dataLength, dataSlice, ZeroHash } from 'ethers'
import type { ModelFunction } from '../framework/model.ts'
import { isSigned } from '../framework/signers.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import { revoke } from './grants.ts'
import { demandAdmin, deny, narrow } from './standing.ts'
import {
  emit,
  type Folder,
  folderOf,
  type GrantsState,
  grantsMessage,
  isUsed,
  NO_ACCOUNT,
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
  demandAdmin(folder, context.sender, context.time)
  checkEpoch(folder, expectedEpoch)
  checkNarrowed(folder, expectedNarrowed)
  if (record === ZeroHash) throw new Refusal('GrantsRecord')
  const revoked = subjects === '0x' ? [] : revoke(state, context, id, subjects)
  return [...revoked, startEpoch(folder, context.sender, record, dueAt)]
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
  demandAdmin(folder, sender, time)
  checkEpoch(folder, expectedEpoch)
  if ((record === ZeroHash) !== (activateAt === 0n)) throw new Refusal('GrantsRecord')
  delete folder.schedule
  if (activateAt !== 0n) {
    if (folder.isStale) throw new Refusal('GrantsStale')
    if (dueAt !== 0n && dueAt <= activateAt) throw new Refusal('GrantsExpiry', dueAt)
    folder.schedule = { author: sender, record, activateAt, nextFor: folder.narrowed, dueAt }
  }
  return [emit('Scheduled', id, sender, record, activateAt, folder.narrowed, packState(folder))]
}

function activate(state: GrantsState, { time }: Context, id: string): Emitted[] {
  const folder = folderOf(state, id)
  if (folder.schedule === undefined) throw new Refusal('GrantsNotScheduled', id)
  const { author, record, activateAt, nextFor, dueAt } = folder.schedule
  if (time < activateAt) throw new Refusal('GrantsNotDue', activateAt)
  checkNarrowed(folder, nextFor)
  demandAdmin(folder, author, time)
  return [startEpoch(folder, author, record, dueAt)]
}

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
  checkEpoch(folder, expectedEpoch)
  checkNarrowed(folder, expectedNarrowed)
  folder.newOwner = sender
  folder.generation++
  narrow(folder)
  startEpoch(folder, sender, record, dueAt)
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

function startEpoch(folder: Folder, by: string, record: string, dueAt: bigint): Emitted {
  folder.keyEpoch++
  folder.record = record
  folder.dueAt = dueAt
  folder.isStale = false
  delete folder.schedule
  return emit('Advanced', folder.id, by, folder.keyEpoch, folder.narrowed, record, dueAt)
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
