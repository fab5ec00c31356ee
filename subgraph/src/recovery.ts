import { store } from '@graphprotocol/graph-ts'
import {
  RecoveryCancelled,
  RecoveryRemovalStarted,
  RecoverySet,
  RecoveryStarted,
} from '../generated/Names/Names'
import { Name, NameRecovery } from '../generated/schema'
import { loadAccount } from './shared/accounts'
import { beginStep, settleRecovery } from './shared/names'
import { isZero } from './shared/words'

const VETO = 0

export function handleRecoverySet(event: RecoverySet): void {
  const name = Name.load(event.params.name)!
  const removed = isZero(event.params.agent)
  const step = beginStep(name.id, removed ? 'AGENT_REMOVED' : 'AGENT_SET', event)
  if (removed) {
    store.remove('NameRecovery', name.id.toHexString())
    name.recovery = null
  } else {
    const recovery = new NameRecovery(name.id)
    recovery.name = name.id
    recovery.agent = loadAccount(event.params.agent, event).id
    recovery.delay = event.params.delay
    recovery.ownerCanVeto = event.params.mode == VETO
    settleRecovery(recovery, event)
    name.recovery = recovery.id
    step.by = recovery.agent
  }
  step.save()
  name.updatedAt = event.block.timestamp
  name.save()
}

export function handleRecoveryRemovalStarted(event: RecoveryRemovalStarted): void {
  const recovery = NameRecovery.load(event.params.name)!
  settleRecovery(recovery, event)
  recovery.pending = 'REMOVAL'
  recovery.readyAt = event.params.readyAt
  recovery.save()

  const step = beginStep(recovery.name, 'REMOVAL_STARTED', event)
  step.by = Name.load(recovery.name)!.owner
  step.readyAt = event.params.readyAt
  step.save()
}

export function handleRecoveryStarted(event: RecoveryStarted): void {
  const recovery = NameRecovery.load(event.params.name)!
  settleRecovery(recovery, event)
  recovery.pending = 'RECOVERY'
  recovery.readyAt = event.params.readyAt
  recovery.newOwner = loadAccount(event.params.newOwner, event).id
  recovery.newKeyDigest = event.params.keyDigest
  recovery.save()

  const step = beginStep(recovery.name, 'STARTED', event)
  step.by = recovery.agent
  step.newOwner = recovery.newOwner
  step.newKeyDigest = recovery.newKeyDigest
  step.readyAt = recovery.readyAt
  step.save()
}

export function handleRecoveryCancelled(event: RecoveryCancelled): void {
  settleRecovery(NameRecovery.load(event.params.name)!, event)
  const step = beginStep(event.params.name, 'CANCELLED', event)
  step.by = loadAccount(event.params.by, event).id
  step.save()
}
