import { dataLength, ZeroHash } from 'ethers'
import type { ModelFunction } from '../framework/model.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import { checkAge, deny, mayTake, narrow, narrows, type Standing, standingOf, worthOf } from './standing.ts'
import {
  ADMIN,
  cut,
  emit,
  type Folder,
  folderOf,
  type Grant,
  type GrantsState,
  grantIn,
  isSubject,
  isWallet,
  NO_ACCOUNT,
  NO_EXPIRY,
  ownerOf,
  packSlot,
  packState,
  walletSubject,
} from './state.ts'

/** Terms, taken apart. */
type Terms = Pick<Grant, 'expiry' | 'role' | 'depth' | 'fromNowOn' | 'isGuardian'>

/* GIVING */

/** Gives one subject access. */
export function grant(
  state: GrantsState,
  context: Context,
  id: string,
  subject: string,
  terms: bigint,
  pass: string,
): Emitted[] {
  const folder = folderOf(state, id)
  const by = standingOf(folder, context.sender, context.time)
  const checked = checkTerms(folder, by, context, terms)
  const lowered = give(folder, by, context, subject, checked)
  settle(folder, by, checked, lowered)
  return [granted(folder, subject, context.sender, pass)]
}

function grantBatch(
  state: GrantsState,
  context: Context,
  id: string,
  terms: bigint,
  passes: string,
  subjects: string,
): Emitted[] {
  checkLength(subjects, 32)
  const folder = folderOf(state, id)
  const by = standingOf(folder, context.sender, context.time)
  const checked = checkTerms(folder, by, context, terms)
  const list = cut(subjects, 32)
  const lowered = list.map((subject) => give(folder, by, context, subject, checked))
  settle(folder, by, checked, lowered.includes(true))
  const kept = list.filter((subject) => grantIn(folder, subject)?.issuedAt !== context.time)
  return [
    emit('GrantedBatch', id, context.sender, terms, packState(folder), passes, subjects),
    ...kept.map((subject) => granted(folder, subject, context.sender, ZeroHash)),
  ]
}

function deliver(
  state: GrantsState,
  { time, sender }: Context,
  id: string,
  subject: string,
  pass: string,
): Emitted[] {
  if (pass === ZeroHash) throw new Refusal('GrantsPass')
  const folder = folderOf(state, id)
  const held = grantIn(folder, subject)
  const slot = folder.slots.get(subject)
  const isGranter =
    held?.granter === sender || (slot !== undefined && 'block' in slot && slot.block === sender)
  if (standingOf(folder, sender, time).role !== ADMIN && !isGranter) deny(folder, sender)
  if ((worthOf(folder, held, time)?.role ?? 0n) === 0n) throw new Refusal('GrantsSubject', subject)
  return [emit('Delivered', id, subject, sender, folder.keyEpoch, pass)]
}

/* TAKING AWAY */

/** Takes what subjects hold. */
export function revoke(
  state: GrantsState,
  { time, sender }: Context,
  id: string,
  subjects: string,
): Emitted[] {
  const folder = folderOf(state, id)
  const by = standingOf(folder, sender, time)
  checkLength(subjects, 32)
  for (const subject of cut(subjects, 32)) take(folder, by, subject, time)
  if (narrows(by)) narrow(folder)
  return [emit('Revoked', id, sender, folder.keyEpoch, folder.narrowed, folder.isStale, subjects)]
}

function setBlocked(
  state: GrantsState,
  { time, sender }: Context,
  id: string,
  blocked: boolean,
  wallets: string,
): Emitted[] {
  checkLength(wallets, 20)
  const folder = folderOf(state, id)
  const by = standingOf(folder, sender, time)
  if (by.role !== ADMIN && !(blocked && by.isGuardian)) deny(folder, sender)
  for (const wallet of cut(wallets, 20)) {
    if (blocked) block(folder, by, wallet, time)
    else unblock(folder, by, wallet)
  }
  if (blocked) narrow(folder)
  return [emit('BlockedSet', id, sender, blocked, packState(folder), wallets)]
}

function revokeAll(state: GrantsState, { sender }: Context, id: string): Emitted[] {
  const folder = folderOf(state, id)
  if (sender !== ownerOf(folder)) deny(folder, sender)
  folder.generation++
  delete folder.schedule
  narrow(folder)
  return [emit('AllRevoked', id, sender, packState(folder))]
}

/* SHARED RULES */

/** Refuses a packed list that is empty or broken. */
export function checkLength(list: string, stride: number): void {
  const length = dataLength(list)
  if (length === 0 || length % stride !== 0) throw new Refusal('GrantsLength', length)
}

function granted(folder: Folder, subject: string, granter: string, pass: string): Emitted {
  const word = packSlot(folder.slots.get(subject))
  return emit('Granted', folder.id, subject, granter, word, packState(folder), pass)
}

function checkTerms(folder: Folder, by: Standing, context: Context, word: bigint): Terms {
  if (by.depth === 0n) deny(folder, by.account)
  checkAge(by, context)
  const field = (shift: bigint, width: bigint) => (word >> shift) & (2n ** width - 1n)
  const terms = {
    expiry: field(0n, 36n),
    role: field(40n, 4n),
    depth: field(44n, 2n),
    fromNowOn: field(46n, 1n) === 1n,
    isGuardian: field(47n, 1n) === 1n,
  }
  if (field(36n, 4n) !== 0n || word >> 48n !== 0n) throw new Refusal('GrantsTerms', word)
  if (terms.isGuardian) {
    if (!by.isOwner) deny(folder, by.account)
    if (terms.role !== 0n || terms.depth !== 0n || terms.fromNowOn) throw new Refusal('GrantsTerms', word)
  } else if (terms.role === 0n || terms.role > by.role) {
    throw new Refusal('GrantsRole', terms.role)
  }
  if (terms.depth >= by.depth) throw new Refusal('GrantsDepth', terms.depth)
  if (terms.expiry <= context.time || terms.expiry > by.expiry)
    throw new Refusal('GrantsExpiry', terms.expiry)
  return terms
}

/** Writes a grant. Tells whether the subject has less than before, or what hung on it is cut off. */
function give(folder: Folder, by: Standing, { time }: Context, subject: string, terms: Terms): boolean {
  checkSubject(folder, by, subject, terms)
  const slot = folder.slots.get(subject)
  if (slot !== undefined && 'block' in slot) throw new Refusal('GrantsBlocked', subject)
  const given = { ...terms, granter: by.account, issuedAt: time, generation: folder.generation }
  folder.slots.set(subject, given)
  if (slot === undefined) return false

  const live = isLiveWith(folder, subject, slot, time)
  if (live && !mayTake(folder, by, slot)) deny(folder, by.account)
  const isKnown = slot.generation === folder.generation && (live || slot.granter === by.account)
  const keeps = isKnown && slot.issuedAt > by.issuedAt
  if (keeps) given.issuedAt = slot.issuedAt
  const lowers = given.role < slot.role || given.depth < slot.depth || given.expiry < slot.expiry
  return live && (lowers || (slot.depth > 0n && !keeps))
}

/** Whether what a subject held before was live. No chain goes through its own slot, for depth falls at each link. */
function isLiveWith(folder: Folder, subject: string, slot: Grant, time: bigint): boolean {
  const now = folder.slots.get(subject)
  folder.slots.set(subject, slot)
  const live = worthOf(folder, slot, time) !== undefined
  if (now !== undefined) folder.slots.set(subject, now)
  return live
}

function checkSubject(
  folder: Folder,
  by: Standing,
  subject: string,
  { role, depth, isGuardian }: Terms,
): void {
  const isSelf = subject === walletSubject(by.account) || subject === walletSubject(ownerOf(folder))
  if (isSelf || !isSubject(subject)) throw new Refusal('GrantsSubject', subject)
  if (isWallet(subject)) return
  if (role === ADMIN || isGuardian) throw new Refusal('GrantsRole', role)
  if (depth > 0n) throw new Refusal('GrantsDepth', depth)
}

/** Only what an owner or an admin does moves the folder. */
function settle(folder: Folder, by: Standing, { expiry }: Terms, lowered: boolean): void {
  if (by.role !== ADMIN) return
  if (lowered) narrow(folder)
  if (expiry === NO_EXPIRY) return
  delete folder.schedule
  if (folder.dueAt === 0n || expiry < folder.dueAt) folder.dueAt = expiry
}

function take(folder: Folder, by: Standing, subject: string, time: bigint): void {
  const held = grantIn(folder, subject)
  if (subject !== walletSubject(by.account)) {
    if (by.depth === 0n && !narrows(by)) deny(folder, by.account)
    const live = worthOf(folder, held, time) !== undefined
    if (held !== undefined && live && !mayTake(folder, by, held)) deny(folder, by.account)
  }
  if (held !== undefined) folder.slots.delete(subject)
}

function block(folder: Folder, by: Standing, wallet: string, time: bigint): void {
  const subject = walletSubject(wallet)
  if (wallet === NO_ACCOUNT || wallet === ownerOf(folder) || wallet === by.account)
    throw new Refusal('GrantsSubject', subject)
  const slot = folder.slots.get(subject)
  if (slot !== undefined && !by.isOwner) {
    if ('block' in slot) return
    const isBeyond = slot.isGuardian || (slot.role === ADMIN && !by.isGuardian)
    if (isBeyond && worthOf(folder, slot, time) !== undefined) deny(folder, by.account)
  }
  folder.slots.set(subject, { block: by.account })
}

function unblock(folder: Folder, by: Standing, wallet: string): void {
  const slot = folder.slots.get(walletSubject(wallet))
  if (slot === undefined || !('block' in slot)) return
  if (slot.block === ownerOf(folder) && !by.isOwner) deny(folder, by.account)
  folder.slots.delete(walletSubject(wallet))
}

/** What Grants does for those who give and take away. */
export const grantsFunctions: Readonly<Record<string, ModelFunction<GrantsState>>> = {
  grant,
  grantBatch,
  deliver,
  revoke,
  setBlocked,
  revokeAll,
}
