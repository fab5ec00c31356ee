import { ethereum } from '@graphprotocol/graph-ts'
import { NameOffered } from '../generated/Names/Names'
import { Name, NameOffer, NameOfferChange } from '../generated/schema'
import { loadAccount } from './shared/accounts'
import { eventId } from './shared/ids'
import { closeOffer } from './shared/names'
import { isZero } from './shared/words'

const TO_PERSON = 1

export function handleNameOffered(event: NameOffered): void {
  const name = Name.load(event.params.name)!
  const change = beginChange(name, event)
  if (isZero(event.params.to)) {
    closeOffer(name)
  } else {
    const offer = new NameOffer(name.id)
    offer.name = name.id
    offer.to = loadAccount(event.params.to, event).id
    offer.kind = event.params.kind == TO_PERSON ? 'PERSON' : 'WALLET'
    offer.expiresAt = event.params.expiresAt
    offer.offeredAt = event.block.timestamp
    offer.save()
    name.offer = offer.id
    change.to = offer.to
    change.kind = offer.kind
    change.expiresAt = offer.expiresAt
  }
  name.updatedAt = event.block.timestamp
  name.save()
  change.save()
}

function beginChange(name: Name, event: ethereum.Event): NameOfferChange {
  const change = new NameOfferChange(eventId(event))
  change.name = name.id
  change.by = name.owner!
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  return change
}
