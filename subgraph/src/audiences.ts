import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { AudienceSet, LeavesRevoked } from '../generated/Grants/Grants'
import { Audience, AudienceChange, RevokedLeaves } from '../generated/schema'
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
  const by = loadAccount(event.params.by, event).id
  const indexes = event.params.indexes
  let leaves = loadLeaves(audience, event.params.root, wordOf(indexes, 0))
  for (let start = 0; start < indexes.length; start += INDEX_BYTES) {
    const word = wordOf(indexes, start)
    if (word != leaves.word) {
      closeLeaves(leaves, by, event)
      leaves = loadLeaves(audience, event.params.root, word)
    }
    const bit = readNumber(indexes, start + INDEX_BYTES - 1, start + INDEX_BYTES) as u8
    leaves.bits = leaves.bits.bitOr(BigInt.fromI32(1).leftShift(bit))
  }
  closeLeaves(leaves, by, event)
}

/** Leaves are kept 256 to a row, as in the contract, so that a row costs what a word of storage does. */
function loadLeaves(audience: Audience, root: Bytes, word: i32): RevokedLeaves {
  const issuedAt = numberBytes(audience.issuedAt.toU64(), 8)
  const id = appendNumber(appendNumber(audience.id, audience.generation).concat(issuedAt).concat(root), word)
  const known = RevokedLeaves.load(id)
  if (known) return known

  const leaves = new RevokedLeaves(id)
  leaves.audience = audience.id
  leaves.folder = audience.folder
  leaves.root = root
  leaves.generation = audience.generation
  leaves.issuedAt = audience.issuedAt
  leaves.word = word
  leaves.bits = BigInt.zero()
  return leaves
}

function closeLeaves(leaves: RevokedLeaves, by: Bytes, event: LeavesRevoked): void {
  leaves.by = by
  leaves.updatedAt = event.block.timestamp
  leaves.save()
}

function wordOf(indexes: Bytes, start: i32): i32 {
  return readNumber(indexes, start, start + INDEX_BYTES - 1) as i32
}
