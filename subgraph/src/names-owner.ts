import { Bytes } from '@graphprotocol/graph-ts'
import {
  OwnershipTransferred,
  OwnershipTransferStarted,
  PolicyAnnounced,
  PolicyFrozen,
  PolicySet,
} from '../generated/Names/Names'
import { NamesSettings } from '../generated/schema'
import { orNull, recordRole } from './shared/roles'

export function handlePolicyAnnounced(event: PolicyAnnounced): void {
  const settings = loadSettings()
  settings.announcedPolicy = event.params.policy
  settings.announcedDue = event.params.due
  settings.save()
  recordRole('NAMES', 'ANNOUNCED_NAME_POLICY', event.params.policy, event).save()
}

export function handlePolicySet(event: PolicySet): void {
  const settings = loadSettings()
  settings.policy = orNull(event.params.policy)
  dropAnnouncement(settings)
  settings.save()
  recordRole('NAMES', 'NAME_POLICY', event.params.policy, event).save()
}

export function handlePolicyFrozen(event: PolicyFrozen): void {
  const settings = loadSettings()
  settings.frozen = true
  dropAnnouncement(settings)
  settings.save()
  const change = recordRole('NAMES', 'FROZEN_NAME_POLICY', new Bytes(20), event)
  change.account = settings.policy
  change.save()
}

export function handleNamesOwnershipTransferStarted(event: OwnershipTransferStarted): void {
  const settings = loadSettings()
  settings.pendingOwner = orNull(event.params.newOwner)
  settings.save()
  recordRole('NAMES', 'PENDING_OWNER', event.params.newOwner, event).save()
}

export function handleNamesOwnershipTransferred(event: OwnershipTransferred): void {
  const settings = loadSettings()
  settings.owner = orNull(event.params.newOwner)
  settings.pendingOwner = null
  settings.save()
  recordRole('NAMES', 'OWNER', event.params.newOwner, event).save()
}

function loadSettings(): NamesSettings {
  const id = Bytes.fromHexString('0x01')
  const known = NamesSettings.load(id)
  if (known) return known

  const settings = new NamesSettings(id)
  settings.frozen = false
  return settings
}

function dropAnnouncement(settings: NamesSettings): void {
  settings.announcedPolicy = null
  settings.announcedDue = null
}
