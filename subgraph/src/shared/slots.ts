import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Account, Delivery, Folder, Grant, GrantChange } from '../../generated/schema'
import { loadAccount } from './accounts'
import { eventId } from './ids'
import { applySubject, walletIn } from './subjects'
import { Terms } from './terms'
import { isZero } from './words'

/**
 * Puts terms into the slot of a subject. Returns what that did to it, or an empty string where nothing but the time
 * of issue changed, as when `Granted` follows a batch to say that a subject keeps an earlier one.
 */
export function fillSlot(
  folder: Folder,
  subject: Bytes,
  granter: Account,
  terms: Terms,
  issuedAt: BigInt,
  event: ethereum.Event,
): string {
  const id = folder.id.concat(subject)
  const known = Grant.load(id)
  const grant = known ? known : new Grant(id)
  let act = 'GRANTED'
  if (known && known.active) {
    if (terms.lower(known)) act = 'LOWERED'
    else act = terms.equal(known) && known.granter.equals(granter.id) ? '' : 'CHANGED'
  }

  if (!known) {
    grant.folder = folder.id
    applySubject(grant, subject)
    const wallet = walletIn(subject)
    if (wallet) loadAccount(wallet, event)
  }
  if (act == 'GRANTED') {
    grant.active = true
    grant.grantedAt = event.block.timestamp
  }
  grant.granter = granter.id
  grant.role = terms.role
  grant.depth = terms.depth
  grant.expiresAt = terms.expiresAt
  grant.fromNowOn = terms.fromNowOn
  grant.guardian = terms.guardian
  grant.issuedAt = issuedAt
  grant.generation = folder.generation
  grant.updatedAt = event.block.timestamp
  grant.save()
  return act
}

/** Notes that the slot of a subject is empty now. Returns whether it held a grant. */
export function emptySlot(folder: Folder, subject: Bytes, event: ethereum.Event): boolean {
  const grant = Grant.load(folder.id.concat(subject))
  if (!grant || !grant.active) return false

  grant.active = false
  grant.pass = null
  grant.unset('passEpoch')
  grant.updatedAt = event.block.timestamp
  grant.save()
  return true
}

/** Notes a pass for a subject; a zero digest means that there is none. `index` is -1 outside of a list of passes. */
export function recordPass(
  folder: Folder,
  subject: Bytes,
  by: Account,
  keyEpoch: i32,
  pass: Bytes,
  index: i32,
  event: ethereum.Event,
): void {
  if (isZero(pass)) return

  const grant = Grant.load(folder.id.concat(subject))
  const delivery = new Delivery(eventId(event, index == -1 ? 0 : index))
  delivery.folder = folder.id
  delivery.subject = subject
  delivery.keyEpoch = keyEpoch
  delivery.pass = pass
  if (index != -1) delivery.index = index
  delivery.by = by.id
  delivery.block = event.block.number
  delivery.timestamp = event.block.timestamp
  delivery.tx = event.transaction.hash
  if (grant && grant.active) {
    delivery.grant = grant.id
    grant.pass = pass
    grant.passEpoch = keyEpoch
    grant.updatedAt = event.block.timestamp
    grant.save()
  }
  delivery.save()
}

/** Adds a step to the history of a grant. */
export function recordChange(
  folder: Folder,
  subject: Bytes,
  by: Account,
  act: string,
  row: i32,
  event: ethereum.Event,
): void {
  const grant = Grant.load(folder.id.concat(subject))!
  const change = new GrantChange(eventId(event, row))
  change.grant = grant.id
  change.folder = folder.id
  change.subject = subject
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
