import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Advanced, Delivered, Granted, GrantedBatch, Revoked } from '../generated/Grants/Grants'
import { Account, Epoch, Folder, Grant } from '../generated/schema'
import { loadAccount } from './shared/accounts'
import { loadProtocolDay } from './shared/days'
import { applyState, loadFolder } from './shared/folders'
import { appendNumber } from './shared/ids'
import { emptySlot, fillSlot, recordChange, recordPass } from './shared/slots'
import { Terms } from './shared/terms'
import { readField, sliceBytes } from './shared/words'

const SUBJECT_BYTES = 32

export function handleGranted(event: Granted): void {
  const folder = loadFolder(event.params.folder, event)
  applyState(folder, event.params.state)
  folder.save()

  const granter = loadAccount(event.params.granter, event)
  const issuedAt = BigInt.fromU64(readField(event.params.word, 196, 36))
  const terms = Terms.ofGrant(event.params.word)
  const act = fillSlot(folder, event.params.subject, granter, terms, issuedAt, event)
  if (act != '') recordChange(folder, event.params.subject, granter, act, 0, event)
  countGrants(act == 'GRANTED' ? 1 : 0, event)
  recordPass(folder, event.params.subject, granter, folder.keyEpoch, event.params.pass, -1, event)
}

/** Each subject gets the terms at the block's time; `Granted` follows for those that keep an earlier time of issue. */
export function handleGrantedBatch(event: GrantedBatch): void {
  const folder = loadFolder(event.params.folder, event)
  applyState(folder, event.params.state)
  folder.save()

  const granter = loadAccount(event.params.granter, event)
  const terms = Terms.ofBatch(event.params.terms)
  let fresh = 0
  for (let row = 0; row < event.params.subjects.length / SUBJECT_BYTES; row++) {
    const subject = subjectIn(event.params.subjects, row)
    const act = fillSlot(folder, subject, granter, terms, event.block.timestamp, event)
    if (act != '') recordChange(folder, subject, granter, act, row, event)
    if (act == 'GRANTED') fresh += 1
    recordPass(folder, subject, granter, folder.keyEpoch, event.params.passes, row, event)
  }
  countGrants(fresh, event)
}

export function handleDelivered(event: Delivered): void {
  const folder = loadFolder(event.params.folder, event)
  folder.save()

  const by = loadAccount(event.params.by, event)
  const subject = event.params.subject
  recordPass(folder, subject, by, event.params.epoch.toI32(), event.params.pass, -1, event)
  if (Grant.load(folder.id.concat(subject))) recordChange(folder, subject, by, 'DELIVERED', 0, event)
}

export function handleRevoked(event: Revoked): void {
  const folder = loadFolder(event.params.folder, event)
  folder.keyEpoch = event.params.epoch.toI32()
  folder.narrowed = event.params.narrowed.toI32()
  folder.stale = event.params.stale
  folder.save()

  const by = loadAccount(event.params.by, event)
  const day = loadProtocolDay(event)
  for (let row = 0; row < event.params.subjects.length / SUBJECT_BYTES; row++) {
    const subject = subjectIn(event.params.subjects, row)
    if (!emptySlot(folder, subject, event)) continue
    recordChange(folder, subject, by, 'REVOKED', row, event)
    day.revocations += 1
  }
  day.save()
}

export function handleAdvanced(event: Advanced): void {
  const folder = loadFolder(event.params.folder, event)
  folder.keyEpoch = event.params.epoch.toI32()
  folder.narrowed = event.params.narrowed.toI32()
  folder.dueAt = event.params.dueAt
  folder.record = event.params.record
  folder.stale = false
  folder.scheduled = false
  folder.save()
  recordEpoch(folder, loadAccount(event.params.by, event), event)

  const day = loadProtocolDay(event)
  day.advances += 1
  day.save()
}

function subjectIn(subjects: Bytes, row: i32): Bytes {
  return sliceBytes(subjects, row * SUBJECT_BYTES, (row + 1) * SUBJECT_BYTES)
}

function countGrants(count: i32, event: ethereum.Event): void {
  const day = loadProtocolDay(event)
  day.grants += count
  day.save()
}

function recordEpoch(folder: Folder, by: Account, event: Advanced): void {
  const epoch = new Epoch(appendNumber(folder.id, folder.keyEpoch))
  epoch.folder = folder.id
  epoch.number = folder.keyEpoch
  epoch.record = event.params.record
  epoch.narrowed = folder.narrowed
  epoch.dueAt = folder.dueAt
  epoch.by = by.id
  epoch.block = event.block.number
  epoch.timestamp = event.block.timestamp
  epoch.tx = event.transaction.hash
  epoch.save()
}
