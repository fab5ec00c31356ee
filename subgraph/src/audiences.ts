import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { AudienceSet, LeavesRevoked } from '../generated/Grants/Grants'
import { Account, Audience, AudienceChange, StruckLeaf } from '../generated/schema'
import { loadAccount } from './shared/accounts'
import { applyState, loadFolder } from './shared/folders'
import { appendNumber, eventId, numberBytes } from './shared/ids'
import { isZero, readNumber, sliceBytes } from './shared/words'

const INDEX_BYTES = 4

export function handleAudienceSet(event: AudienceSet): void {
  const folder = loadFolder(event.params.folder, event)
  applyState(folder, event.params.state)
  folder.save()

  const audience = new Audience(folder.id.concat(event.params.id))
  audience.folder = folder.id
  audience.audienceId = event.params.id
  audience.setter = loadAccount(sliceBytes(event.params.id, 0, 20), event).id
  audience.issuedAt = event.params.issuedAt
  audience.generation = folder.generation
  const removed = isZero(event.params.root)
  audience.root = removed ? null : event.params.root
  audience.manifest = removed ? null : event.params.manifest
  audience.updatedAt = event.block.timestamp
  audience.save()

  const change = new AudienceChange(eventId(event))
  change.audience = audience.id
  change.folder = folder.id
  change.root = audience.root
  change.manifest = audience.manifest
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  change.save()
}

export function handleLeavesRevoked(event: LeavesRevoked): void {
  const folder = loadFolder(event.params.folder, event)
  applyState(folder, event.params.state)
  folder.save()

  const audience = Audience.load(folder.id.concat(event.params.id))!
  const by = loadAccount(event.params.by, event)
  const indexes = event.params.indexes
  for (let start = 0; start < indexes.length; start += INDEX_BYTES) {
    strike(audience, event.params.root, sliceBytes(indexes, start, start + INDEX_BYTES), by, event)
  }
}

/** A leaf may be named again; it was struck out the first time. */
function strike(audience: Audience, root: Bytes, index: Bytes, by: Account, event: LeavesRevoked): void {
  const issuedAt = numberBytes(audience.issuedAt.toU64(), 8)
  const id = appendNumber(audience.id, audience.generation).concat(issuedAt).concat(root).concat(index)
  if (StruckLeaf.load(id)) return

  const leaf = new StruckLeaf(id)
  leaf.audience = audience.id
  leaf.folder = audience.folder
  leaf.root = root
  leaf.generation = audience.generation
  leaf.issuedAt = audience.issuedAt
  leaf.index = BigInt.fromU64(readNumber(index, 0, INDEX_BYTES))
  leaf.by = by.id
  leaf.block = event.block.number
  leaf.timestamp = event.block.timestamp
  leaf.tx = event.transaction.hash
  leaf.save()
}
