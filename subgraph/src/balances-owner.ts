import { ethereum } from '@graphprotocol/graph-ts'
import {
  Announced,
  AnnouncementApplied,
  AnnouncementCancelled,
  Deployed,
  OwnershipTransferred,
  OwnershipTransferStarted,
  TreasurerSet,
} from '../generated/Balances/Balances'
import { Announcement, AnnouncementStep } from '../generated/schema'
import { loadAsset } from './shared/assets'
import { eventId } from './shared/ids'
import { orNull, recordRole } from './shared/roles'
import { loadBalancesSettings } from './shared/settings'

export function handleDeployed(event: Deployed): void {
  const stable = loadAsset(event.params.stable)
  stable.withdrawable = true
  stable.enabled = true
  stable.tokenDecimals = event.params.decimals
  stable.save()

  const settings = loadBalancesSettings()
  settings.stable = stable.id
  settings.sequencerFeed = orNull(event.params.sequencerFeed)
  settings.permit2 = orNull(event.params.permit2)
  settings.save()
}

export function handleAnnounced(event: Announced): void {
  const known = Announcement.load(event.params.op)
  const announcement = known ? known : new Announcement(event.params.op)
  announcement.call = event.params.call
  announcement.due = event.params.due
  announcement.announcedAt = event.block.timestamp
  moveOn(announcement, 'PENDING', event)
}

export function handleAnnouncementApplied(event: AnnouncementApplied): void {
  moveOn(Announcement.load(event.params.op)!, 'APPLIED', event)
}

export function handleAnnouncementCancelled(event: AnnouncementCancelled): void {
  moveOn(Announcement.load(event.params.op)!, 'CANCELLED', event)
}

export function handleTreasurerSet(event: TreasurerSet): void {
  const settings = loadBalancesSettings()
  settings.treasurer = orNull(event.params.treasurer)
  settings.save()
  recordRole('BALANCES', 'TREASURER', event.params.treasurer, event).save()
}

export function handleBalancesOwnershipTransferStarted(event: OwnershipTransferStarted): void {
  const settings = loadBalancesSettings()
  settings.pendingOwner = orNull(event.params.newOwner)
  settings.save()
  recordRole('BALANCES', 'PENDING_OWNER', event.params.newOwner, event).save()
}

export function handleBalancesOwnershipTransferred(event: OwnershipTransferred): void {
  const settings = loadBalancesSettings()
  settings.owner = orNull(event.params.newOwner)
  settings.pendingOwner = null
  settings.save()
  recordRole('BALANCES', 'OWNER', event.params.newOwner, event).save()
}

function moveOn(announcement: Announcement, status: string, event: ethereum.Event): void {
  announcement.status = status
  announcement.updatedAt = event.block.timestamp
  announcement.save()

  const step = new AnnouncementStep(eventId(event))
  step.announcement = announcement.id
  step.status = status
  step.block = event.block.number
  step.timestamp = event.block.timestamp
  step.tx = event.transaction.hash
  step.save()
}
