import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Account, Delivery, Folder, Grant, GrantChange } from '../../generated/schema'
import { loadAccount } from './accounts'
import { eventId } from './ids'
import { applySubject, walletIn } from './subjects'
import { Terms } from './terms'
import { isZero } from './words'

/** Outside of a list of passes. */
export const NO_INDEX = -1

/**
 * Puts terms into the slot of a subject and notes the pass that came with them. `index` is the subject's place in a
 * batch. Returns whether the slot was empty.
 */
export function fillSlot(
  folder: Folder,
  subject: Bytes,
  by: Account,
  terms: Terms,
  issuedAt: BigInt,
  pass: Bytes,
  index: i32,
  event: ethereum.Event,
): boolean {
  const known = Grant.load(folder.id.concat(subject))
  const grant = known ? known : createGrant(folder, subject, event)
  let act = 'GRANTED'
  if (grant.active) {
    if (terms.lower(grant)) act = 'LOWERED'
    else if (!terms.equal(grant) || grant.granter.notEqual(by.id)) act = 'CHANGED'
    else act = isZero(pass) || hasPass(grant, pass) ? '' : 'DELIVERED'
  } else {
    grant.active = true
    grant.grantedAt = event.block.timestamp
  }

  grant.granter = by.id
  grant.role = terms.role
  grant.depth = terms.depth
  grant.expiresAt = terms.expiresAt
  grant.fromNowOn = terms.fromNowOn
  grant.guardian = terms.guardian
  grant.issuedAt = issuedAt
  grant.generation = folder.generation
  grant.updatedAt = event.block.timestamp
  // Nothing is left to tell when `Granted` follows a batch to say that a subject keeps an earlier time of issue.
  if (act != '') {
    recordChange(folder, grant, by, act, index, event)
    recordPass(folder, grant, by, pass, index, event)
  }
  grant.save()
  return act == 'GRANTED'
}

/** Empties the slot of a subject, revoked or blocked. Returns whether it held a grant. */
export function emptySlot(
  folder: Folder,
  subject: Bytes,
  by: Account,
  act: string,
  row: i32,
  event: ethereum.Event,
): boolean {
  const grant = Grant.load(folder.id.concat(subject))
  if (!grant || !grant.active) return false

  grant.active = false
  grant.pass = null
  grant.unset('passEpoch')
  grant.unset('passIndex')
  grant.updatedAt = event.block.timestamp
  grant.save()
  recordChange(folder, grant, by, act, row, event)
  return true
}

/** Notes a pass for a subject whose grant stays as it is. */
export function deliverPass(folder: Folder, subject: Bytes, by: Account, pass: Bytes, event: ethereum.Event): void {
  const grant = Grant.load(folder.id.concat(subject))!
  recordChange(folder, grant, by, 'DELIVERED', NO_INDEX, event)
  recordPass(folder, grant, by, pass, NO_INDEX, event)
  grant.updatedAt = event.block.timestamp
  grant.save()
}

function createGrant(folder: Folder, subject: Bytes, event: ethereum.Event): Grant {
  const grant = new Grant(folder.id.concat(subject))
  grant.folder = folder.id
  grant.active = false
  applySubject(grant, subject)
  const wallet = walletIn(subject)
  if (wallet) loadAccount(wallet, event)
  return grant
}

function hasPass(grant: Grant, pass: Bytes): boolean {
  const newest = grant.pass
  return newest !== null && newest.equals(pass)
}

/** Adds a pass and makes it the newest of its grant; a zero digest means that there is none. */
function recordPass(
  folder: Folder,
  grant: Grant,
  by: Account,
  pass: Bytes,
  index: i32,
  event: ethereum.Event,
): void {
  if (isZero(pass)) return

  const delivery = new Delivery(eventId(event, rowOf(index)))
  delivery.folder = folder.id
  delivery.subject = grant.subject
  delivery.grant = grant.id
  delivery.keyEpoch = folder.keyEpoch
  delivery.pass = pass
  delivery.by = by.id
  delivery.block = event.block.number
  delivery.timestamp = event.block.timestamp
  delivery.tx = event.transaction.hash
  grant.pass = pass
  grant.passEpoch = folder.keyEpoch
  if (index == NO_INDEX) {
    grant.unset('passIndex')
  } else {
    delivery.index = index
    grant.passIndex = index
  }
  delivery.save()
}

/** Adds a step to the history of a grant. */
function recordChange(
  folder: Folder,
  grant: Grant,
  by: Account,
  act: string,
  index: i32,
  event: ethereum.Event,
): void {
  const change = new GrantChange(eventId(event, rowOf(index)))
  change.grant = grant.id
  change.folder = folder.id
  change.subject = grant.subject
  change.act = act
  change.by = by.id
  change.role = grant.role
  change.depth = grant.depth
  change.expiresAt = grant.expiresAt
  change.keyEpoch = folder.keyEpoch
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  change.save()
}

function rowOf(index: i32): i32 {
  return index == NO_INDEX ? 0 : index
}
