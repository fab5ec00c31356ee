import { Bytes, ethereum, store } from '@graphprotocol/graph-ts'
import { Name, NameRecovery, RecoveryStep } from '../../generated/schema'
import { eventId } from './ids'

/** Ends the offer of a name, if there is one. The caller saves the name. */
export function closeOffer(name: Name): void {
  const offer = name.offer
  if (offer === null) return
  store.remove('NameOffer', offer.toHexString())
  name.offer = null
}

/** What was under way is over; who can recover stays. */
export function settleRecovery(recovery: NameRecovery, event: ethereum.Event): void {
  recovery.pending = null
  recovery.readyAt = null
  recovery.newOwner = null
  recovery.newKeyDigest = null
  recovery.updatedAt = event.block.timestamp
  recovery.save()
}

/** Notes that the pending recovery of a name has made its new owner. */
export function finishRecovery(name: Name, event: ethereum.Event): void {
  const recovery = NameRecovery.load(name.id)!
  const step = beginStep(name.id, 'FINISHED', event)
  step.newOwner = recovery.newOwner
  step.newKeyDigest = recovery.newKeyDigest
  step.save()
  settleRecovery(recovery, event)
}

/** A step in the recovery of a name; the caller adds what is particular and saves it. */
export function beginStep(name: Bytes, act: string, event: ethereum.Event): RecoveryStep {
  const step = new RecoveryStep(eventId(event))
  step.name = name
  step.act = act
  step.block = event.block.number
  step.timestamp = event.block.timestamp
  step.tx = event.transaction.hash
  return step
}
