import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import { AllRevoked, FolderMoved, FolderOffered } from '../generated/Grants/Grants'
import { Folder, FolderChange, FolderOffer } from '../generated/schema'
import { loadAccount } from './shared/accounts'
import { applyState, beginEpoch, dropOffer, loadFolder } from './shared/folders'
import { eventId } from './shared/ids'
import { isZero } from './shared/words'

export function handleFolderOffered(event: FolderOffered): void {
  const folder = loadFolder(event.params.folder, event)
  const withdrawn = isZero(event.params.to)
  const change = beginChange(folder, withdrawn ? 'OFFER_WITHDRAWN' : 'OFFERED', folder.owner, event)
  if (withdrawn) {
    dropOffer(folder)
  } else {
    const offer = new FolderOffer(folder.id)
    offer.folder = folder.id
    offer.to = loadAccount(event.params.to, event).id
    offer.expiresAt = event.params.expiresAt
    offer.offeredAt = event.block.timestamp
    offer.save()
    folder.offer = offer.id
    change.other = offer.to
    change.expiresAt = offer.expiresAt
  }
  change.save()
  folder.save()
}

export function handleFolderMoved(event: FolderMoved): void {
  const folder = loadFolder(event.params.folder, event)
  folder.owner = loadAccount(event.params.to, event).id
  applyState(folder, event.params.state)
  dropOffer(folder)
  beginEpoch(folder, event.params.record, folder.owner, event)
  folder.save()

  const change = beginChange(folder, 'MOVED', folder.owner, event)
  change.other = loadAccount(event.params.from, event).id
  change.save()
}

export function handleAllRevoked(event: AllRevoked): void {
  const folder = loadFolder(event.params.folder, event)
  applyState(folder, event.params.state)
  dropOffer(folder)
  folder.save()
  beginChange(folder, 'ALL_REVOKED', loadAccount(event.params.by, event).id, event).save()
}

/** The caller adds what is particular and saves it. */
function beginChange(folder: Folder, act: string, by: Bytes, event: ethereum.Event): FolderChange {
  const change = new FolderChange(eventId(event))
  change.folder = folder.id
  change.act = act
  change.by = by
  change.generation = folder.generation
  change.keyEpoch = folder.keyEpoch
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  return change
}
