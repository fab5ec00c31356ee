import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import { AnchorSet, KeyRotated, NameRegistered, NameReleased, OwnerChanged, PrimarySet } from '../generated/Names/Names'
import { Anchor, KeyVersion, Name, NameOwnerChange } from '../generated/schema'
import { loadAccount } from './shared/accounts'
import { loadProtocolDay } from './shared/days'
import { appendNumber, eventId } from './shared/ids'
import { closeOffer, finishRecovery } from './shared/names'
import { isZero, sliceBytes } from './shared/words'

const NAME_BYTES = 30
const TO_PERSON = 1
const TO_WALLET = 2

export function handleNameRegistered(event: NameRegistered): void {
  const known = Name.load(event.params.name)
  const name = known ? known : new Name(event.params.name)
  name.text = event.params.name.toString()
  name.owner = loadAccount(event.params.owner, event).id
  name.generation = event.params.generation
  name.keyEpoch = event.params.keyEpoch.toI32()
  name.keyDigest = event.params.keyDigest
  name.subject = subjectOf(name)
  name.registeredAt = event.block.timestamp
  name.releasedAt = null
  name.updatedAt = event.block.timestamp
  name.save()
  recordKey(name, event)
  recordOwner(name, 'REGISTERED', null, event)

  const day = loadProtocolDay(event)
  day.names += 1
  day.save()
}

export function handleOwnerChanged(event: OwnerChanged): void {
  const name = Name.load(event.params.name)!
  name.owner = loadAccount(event.params.to, event).id
  name.generation = event.params.generation
  name.keyEpoch = event.params.keyEpoch.toI32()
  name.keyDigest = event.params.keyDigest
  name.subject = subjectOf(name)
  name.updatedAt = event.block.timestamp
  closeOffer(name)
  const kind = event.params.kind
  const recovered = kind != TO_PERSON && kind != TO_WALLET
  if (recovered) finishRecovery(name, event)
  name.save()
  recordKey(name, event)
  recordOwner(
    name,
    kind == TO_PERSON ? 'TRANSFERRED' : kind == TO_WALLET ? 'MOVED' : 'RECOVERED',
    loadAccount(event.params.from, event).id,
    event,
  )
}

export function handleNameReleased(event: NameReleased): void {
  const name = Name.load(event.params.name)!
  name.owner = null
  name.generation = event.params.generation
  name.keyEpoch = 0
  name.keyDigest = new Bytes(32)
  name.subject = null
  name.releasedAt = event.block.timestamp
  name.updatedAt = event.block.timestamp
  closeOffer(name)
  name.save()
  recordOwner(name, 'RELEASED', loadAccount(event.params.owner, event).id, event)
}

export function handleKeyRotated(event: KeyRotated): void {
  const name = Name.load(event.params.name)!
  name.keyEpoch = event.params.keyEpoch.toI32()
  name.keyDigest = event.params.keyDigest
  name.updatedAt = event.block.timestamp
  closeOffer(name)
  name.save()
  recordKey(name, event)
}

export function handlePrimarySet(event: PrimarySet): void {
  const account = loadAccount(event.params.account, event)
  account.primaryName = isZero(event.params.name) ? null : event.params.name
  account.save()
}

export function handleAnchorSet(event: AnchorSet): void {
  const account = loadAccount(event.params.account, event)
  const anchor = new Anchor(appendNumber(account.id, event.params.kind))
  anchor.account = account.id
  anchor.kind = event.params.kind
  anchor.version = event.params.version.toI32()
  anchor.digest = event.params.digest
  anchor.updatedAt = event.block.timestamp
  anchor.save()
}

/** The word under which grants know the person who has the name now. */
function subjectOf(name: Name): Bytes {
  const generation = new Bytes(2)
  generation[0] = (name.generation >> 8) as u8
  generation[1] = name.generation as u8
  return sliceBytes(name.id, 0, NAME_BYTES).concat(generation)
}

function recordKey(name: Name, event: ethereum.Event): void {
  const version = new KeyVersion(appendNumber(appendNumber(name.id, name.generation), name.keyEpoch))
  version.name = name.id
  version.owner = name.owner!
  version.generation = name.generation
  version.keyEpoch = name.keyEpoch
  version.keyDigest = name.keyDigest
  version.block = event.block.number
  version.timestamp = event.block.timestamp
  version.tx = event.transaction.hash
  version.save()
}

function recordOwner(name: Name, act: string, from: Bytes | null, event: ethereum.Event): void {
  const change = new NameOwnerChange(eventId(event))
  change.name = name.id
  change.act = act
  change.from = from
  change.to = name.owner
  change.generation = name.generation
  change.keyEpoch = name.keyEpoch
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  change.save()
}
