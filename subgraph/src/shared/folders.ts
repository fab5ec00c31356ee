import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Folder } from '../../generated/schema'
import { loadAccount } from './accounts'
import { loadProtocolDay } from './days'
import { readField, sliceBytes } from './words'

/**
 * The folder of an id, which begins with the owner's address. Creating a folder is no event, so the first that
 * mentions it makes it. Every caller saves it.
 */
export function loadFolder(id: Bytes, event: ethereum.Event): Folder {
  const known = Folder.load(id)
  if (known) {
    known.updatedAt = event.block.timestamp
    return known
  }

  const day = loadProtocolDay(event)
  day.folders += 1
  day.save()

  const folder = new Folder(id)
  folder.owner = loadAccount(sliceBytes(id, 0, 20), event).id
  folder.keyEpoch = 0
  folder.narrowed = 0
  folder.generation = 0
  folder.dueAt = BigInt.zero()
  folder.moved = false
  folder.stale = false
  folder.scheduled = false
  folder.createdAt = event.block.timestamp
  folder.updatedAt = event.block.timestamp
  return folder
}

/**
 * Takes over the state word of a folder, LSB first: keyEpoch 32, narrowed 32, generation 16, dueAt 40, flags 8
 * (bit 0 moved, bit 1 stale, bit 2 scheduled).
 */
export function applyState(folder: Folder, state: BigInt): void {
  folder.keyEpoch = readField(state, 0, 32) as i32
  folder.narrowed = readField(state, 32, 32) as i32
  folder.generation = readField(state, 64, 16) as i32
  folder.dueAt = BigInt.fromU64(readField(state, 80, 40))
  folder.moved = readField(state, 120, 1) == 1
  folder.stale = readField(state, 121, 1) == 1
  folder.scheduled = readField(state, 122, 1) == 1
}
