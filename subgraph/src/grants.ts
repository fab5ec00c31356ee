import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Delivered, Granted, GrantedBatch, Revoked } from '../generated/Grants/Grants'
import { loadAccount } from './shared/accounts'
import { loadProtocolDay } from './shared/days'
import { applyState, loadFolder } from './shared/folders'
import { deliverPass, emptySlot, fillSlot, NO_INDEX } from './shared/slots'
import { Terms } from './shared/terms'
import { readField, sliceBytes } from './shared/words'

const SUBJECT_BYTES = 32

export function handleGranted(event: Granted): void {
  const folder = loadFolder(event.params.folder, event)
  applyState(folder, event.params.state)
  folder.save()

  const granter = loadAccount(event.params.granter, event)
  const terms = Terms.ofGrant(event.params.word)
  const issuedAt = BigInt.fromU64(readField(event.params.word, 196, 36))
  const pass = event.params.pass
  if (!fillSlot(folder, event.params.subject, granter, terms, issuedAt, pass, NO_INDEX, event)) return

  const day = loadProtocolDay(event)
  day.grants += 1
  day.save()
}

/** Each subject gets the terms at the block's time; `Granted` follows for those that keep an earlier time of issue. */
export function handleGrantedBatch(event: GrantedBatch): void {
  const folder = loadFolder(event.params.folder, event)
  applyState(folder, event.params.state)
  folder.save()

  const granter = loadAccount(event.params.granter, event)
  const terms = Terms.ofBatch(event.params.terms)
  const day = loadProtocolDay(event)
  for (let row = 0; row < countSubjects(event.params.subjects); row++) {
    const subject = subjectIn(event.params.subjects, row)
    const issuedAt = event.block.timestamp
    if (fillSlot(folder, subject, granter, terms, issuedAt, event.params.passes, row, event)) day.grants += 1
  }
  day.save()
}

export function handleDelivered(event: Delivered): void {
  const folder = loadFolder(event.params.folder, event)
  folder.save()
  deliverPass(folder, event.params.subject, loadAccount(event.params.by, event), event.params.pass, event)
}

export function handleRevoked(event: Revoked): void {
  const folder = loadFolder(event.params.folder, event)
  folder.keyEpoch = event.params.epoch.toI32()
  folder.narrowed = event.params.narrowed.toI32()
  folder.stale = event.params.stale
  folder.save()

  const by = loadAccount(event.params.by, event)
  const day = loadProtocolDay(event)
  for (let row = 0; row < countSubjects(event.params.subjects); row++) {
    if (emptySlot(folder, subjectIn(event.params.subjects, row), by, 'REVOKED', row, event)) day.revocations += 1
  }
  day.save()
}

function countSubjects(subjects: Bytes): i32 {
  return subjects.length / SUBJECT_BYTES
}

function subjectIn(subjects: Bytes, row: i32): Bytes {
  return sliceBytes(subjects, row * SUBJECT_BYTES, (row + 1) * SUBJECT_BYTES)
}
